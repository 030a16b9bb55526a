"""SBOMs that are attached to images: signed, or a mere hint.

An SBOM that anybody with access to a registry can put there says nothing but what somebody wanted
to be believed. A signed one is a *statement* (in-toto) about the digest of one image, in an
*envelope* (DSSE) with the signatures of it.
"""
