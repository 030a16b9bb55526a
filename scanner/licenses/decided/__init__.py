"""What people decided on licences: curations and policies."""
