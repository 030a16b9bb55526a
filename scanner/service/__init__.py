"""What others ask over HTTP. Beside the command line, the only package that knows a framework."""
