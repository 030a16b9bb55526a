"""What a user asked conda for, by its history."""

from __future__ import annotations

import pytest

from scanner.metadata.conda_history import requested_in

HISTORY = b"""\
==> 2026-01-02 03:04:05 <==
# cmd: /opt/conda/bin/conda create -n x python=3.11 numpy
# conda version: 23.1.0
+conda-forge/linux-64::numpy-1.26.4-py311_0
+conda-forge/linux-64::openssl-3.1.0-h0_0
# update specs: ['python=3.11', "conda-forge::numpy[version='1.*']", 'Black']
==> 2026-02-03 04:05:06 <==
# cmd: /opt/conda/bin/conda remove black
# remove specs: ['black']
# neutered specs: ['six==1.16']
"""


def test_what_was_asked_for_and_not_removed_since_is_requested():
    assert {"python", "numpy"} == requested_in(HISTORY)


@pytest.mark.parametrize(
    ("specifications", "expected"),
    [
        ("['numpy']", {"numpy"}),
        ("['numpy >=1.26,<2']", {"numpy"}),
        ("['defaults/linux-64::numpy==1.26.4=py311_0']", {"numpy"}),
        ("['https://conda.test/noarch/ruamel.yaml-0.18-py_0.conda#0123']", {"ruamel.yaml"}),
        ("['/tmp/_libgcc_mutex-0.1-main.tar.bz2']", {"_libgcc_mutex"}),
        ("['*']", set()),
        ("[]", set()),
        ("python=3.6,numpy", {"python", "numpy"}),
    ],
)
def test_a_specification_names_a_package(specifications, expected):
    assert expected == requested_in(f"# update specs: {specifications}".encode())
