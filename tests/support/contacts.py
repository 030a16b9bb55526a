"""Fields that name people, as distributions have published them, and what they say.

Judged by hand. A contact is written as ``role, kind: name <address> ?what stands for an address``.
"""

from __future__ import annotations

from typing import Final

from scanner.model.contact import Contact, ContactFields


def told(contact: Contact) -> str:
    """Return a contact as the table has it."""
    parts = (
        contact.name,
        contact.email and f"<{contact.email}>",
        contact.unusable and f"?{contact.unusable}",
    )
    return f"{contact.role.value}, {contact.kind.value}: {' '.join(filter(None, parts))}"


REAL: Final[dict[str, tuple[ContactFields, list[str]]]] = {
    "absl-py": (
        ContactFields(author="The Abseil Authors"),
        ["author, organization: The Abseil Authors"],
    ),
    "aiosignal": (
        ContactFields(
            maintainer="aiohttp team <team@aiohttp.org>", maintainer_email="team@aiohttp.org"
        ),
        ["maintainer, organization: aiohttp team <team@aiohttp.org>"],
    ),
    "altair": (
        ContactFields(author="Vega-Altair Contributors"),
        ["author, organization: Vega-Altair Contributors"],
    ),
    "amqp": (
        ContactFields(
            author="Barry Pederson", author_email="auvipy@gmail.com", maintainer="Asif Saif Uddin"
        ),
        [
            "maintainer, person: Asif Saif Uddin",
            "author, person: Barry Pederson <auvipy@gmail.com>",
        ],
    ),
    "annotated-types": (
        ContactFields(
            author_email="Adrian Garcia Badaracco <1755071+adriangb@users.noreply.github.com>, Samuel Colvin <s@muelcolvin.com>, Zac Hatfield-Dodds <zac@zhd.dev>"
        ),
        [
            "author, person: Adrian Garcia Badaracco <1755071+adriangb@users.noreply.github.com>",
            "author, person: Samuel Colvin <s@muelcolvin.com>",
            "author, person: Zac Hatfield-Dodds <zac@zhd.dev>",
        ],
    ),
    "ansible 2.9": (
        ContactFields(author="Ansible, Inc.", author_email="info@ansible.com"),
        ["author, organization: Ansible, Inc. <info@ansible.com>"],
    ),
    "apipkg": (
        ContactFields(
            author="holger krekel",
            maintainer="Ronny Pfannschmidt",
            maintainer_email="opensource@ronnypfannschmidt.de",
        ),
        [
            "maintainer, person: Ronny Pfannschmidt <opensource@ronnypfannschmidt.de>",
            "author, person: holger krekel",
        ],
    ),
    "asttokens": (
        ContactFields(author="Dmitry Sagalovskiy, Grist Labs", author_email="dmitry@getgrist.com"),
        [
            "author, person: <dmitry@getgrist.com>",
            "author, person: Dmitry Sagalovskiy",
            "author, organization: Grist Labs",
        ],
    ),
    "async-timeout": (
        ContactFields(
            author="Andrew Svetlov <andrew.svetlov@gmail.com>",
            author_email="andrew.svetlov@gmail.com",
        ),
        ["author, person: Andrew Svetlov <andrew.svetlov@gmail.com>"],
    ),
    "asyncpg": (
        ContactFields(author_email="MagicStack Inc <hello@magic.io>"),
        ["author, organization: MagicStack Inc <hello@magic.io>"],
    ),
    "attrs": (
        ContactFields(author_email="Hynek Schlawack <hs@ox.cx>"),
        ["author, person: Hynek Schlawack <hs@ox.cx>"],
    ),
    "azure-core": (
        ContactFields(author_email="Microsoft Corporation <azpysdkhelp@microsoft.com>"),
        ["author, organization: Microsoft Corporation <azpysdkhelp@microsoft.com>"],
    ),
    "billiard": (
        ContactFields(
            author="R Oudkerk / Python Software Foundation",
            author_email="python-dev@python.org",
            maintainer="Asif Saif Uddin",
            maintainer_email="auvipy@gmail.com",
        ),
        [
            "maintainer, person: Asif Saif Uddin <auvipy@gmail.com>",
            "author, organization: R Oudkerk / Python Software Foundation <python-dev@python.org>",
        ],
    ),
    "black": (
        ContactFields(author_email="Łukasz Langa <lukasz@langa.pl>"),
        ["author, person: Łukasz Langa <lukasz@langa.pl>"],
    ),
    "blinker": (
        ContactFields(
            author="Jason Kirtland",
            maintainer_email="Pallets Ecosystem <contact@palletsprojects.com>",
        ),
        [
            "maintainer, organization: Pallets Ecosystem <contact@palletsprojects.com>",
            "author, person: Jason Kirtland",
        ],
    ),
    "boto3": (
        ContactFields(author="Amazon Web Services"),
        ["author, organization: Amazon Web Services"],
    ),
    "build": (
        ContactFields(
            author_email="Filipe Laíns <lains@riseup.net>, Bernát Gábor <gaborjbernat@gmail.com>, layday <layday@protonmail.com>, Henry Schreiner <henryschreineriii@gmail.com>"
        ),
        [
            "author, person: Filipe Laíns <lains@riseup.net>",
            "author, person: Bernát Gábor <gaborjbernat@gmail.com>",
            "author, person: layday <layday@protonmail.com>",
            "author, person: Henry Schreiner <henryschreineriii@gmail.com>",
        ],
    ),
    "CacheControl": (
        ContactFields(
            author="Eric Larson, Frost Ming, William Woodruff",
            author_email="Eric Larson <ericlarson@ionrock.com>, Frost Ming <me@frostming.com>, William Woodruff <william@yossarian.net>",
        ),
        [
            "author, person: Eric Larson <ericlarson@ionrock.com>",
            "author, person: Frost Ming <me@frostming.com>",
            "author, person: William Woodruff <william@yossarian.net>",
        ],
    ),
    "cffi": (
        ContactFields(author="Armin Rigo, Maciej Fijalkowski", maintainer="Matt Davis, Matt Clay"),
        [
            "maintainer, person: Matt Davis",
            "maintainer, person: Matt Clay",
            "author, person: Armin Rigo",
            "author, person: Maciej Fijalkowski",
        ],
    ),
    "charset-normalizer": (
        ContactFields(
            author_email='"Ahmed R. TAHRI" <tahri.ahmed@proton.me>',
            maintainer_email='"Ahmed R. TAHRI" <tahri.ahmed@proton.me>',
        ),
        [
            "maintainer, person: Ahmed R. TAHRI <tahri.ahmed@proton.me>",
            "author, person: Ahmed R. TAHRI <tahri.ahmed@proton.me>",
        ],
    ),
    "click-plugins": (
        ContactFields(
            author="Kevin Wurster, Sean Gillies",
            author_email="wursterk@gmail.com, sean.gillies@gmail.com",
        ),
        [
            "author, person: Kevin Wurster <wursterk@gmail.com>",
            "author, person: Sean Gillies <sean.gillies@gmail.com>",
        ],
    ),
    "comm": (
        ContactFields(author="Jupyter contributors"),
        ["author, organization: Jupyter contributors"],
    ),
    "coverage": (
        ContactFields(
            author="Ned Batchelder and many others", author_email="ned@nedbatchelder.com"
        ),
        ["author, organization: Ned Batchelder and many others <ned@nedbatchelder.com>"],
    ),
    "croniter": (
        ContactFields(
            author_email="Matsumoto Taichi <taichino@gmail.com>, kiorky <kiorky@cryptelium.net>, Ash Berlin-Taylor <ash@apache.org>, Jarek Potiuk <jarek@potiuk.com>"
        ),
        [
            "author, person: Matsumoto Taichi <taichino@gmail.com>",
            "author, person: kiorky <kiorky@cryptelium.net>",
            "author, person: Ash Berlin-Taylor <ash@apache.org>",
            "author, person: Jarek Potiuk <jarek@potiuk.com>",
        ],
    ),
    "cryptography": (
        ContactFields(
            author_email="The Python Cryptographic Authority and individual contributors <cryptography-dev@python.org>"
        ),
        [
            "author, organization: The Python Cryptographic Authority and individual contributors <cryptography-dev@python.org>"
        ],
    ),
    "cycler": (
        ContactFields(author_email="Thomas A Caswell <matplotlib-users@python.org>"),
        ["author, person: Thomas A Caswell <matplotlib-users@python.org>"],
    ),
    "Cython": (
        ContactFields(
            author="Robert Bradshaw, Stefan Behnel, David Woods, Greg Ewing, et al.",
            author_email="cython-devel@python.org",
        ),
        [
            "author, organization: Robert Bradshaw, Stefan Behnel, David Woods, Greg Ewing, et al. <cython-devel@python.org>"
        ],
    ),
    "dask 2023": (
        ContactFields(maintainer_email="Matthew Rocklin <mrocklin@gmail.com>"),
        ["maintainer, person: Matthew Rocklin <mrocklin@gmail.com>"],
    ),
    "datadog": (
        ContactFields(author_email='"Datadog, Inc." <dev@datadoghq.com>'),
        ["author, organization: Datadog, Inc. <dev@datadoghq.com>"],
    ),
    "docker": (
        ContactFields(maintainer_email='"Docker Inc." <no-reply@docker.com>'),
        ["maintainer, organization: Docker Inc. <no-reply@docker.com>"],
    ),
    "docutils": (
        ContactFields(
            author_email="David Goodger <goodger@python.org>",
            maintainer_email="docutils-develop list <docutils-develop@lists.sourceforge.net>",
        ),
        [
            "maintainer, organization: docutils-develop list <docutils-develop@lists.sourceforge.net>",
            "author, person: David Goodger <goodger@python.org>",
        ],
    ),
    "elasticsearch": (
        ContactFields(
            author_email="Elastic Client Library Maintainers <client-libs@elastic.co>",
            maintainer_email="Elastic Client Library Maintainers <client-libs@elastic.co>",
        ),
        [
            "maintainer, organization: Elastic Client Library Maintainers <client-libs@elastic.co>",
            "author, organization: Elastic Client Library Maintainers <client-libs@elastic.co>",
        ],
    ),
    "et_xmlfile": (
        ContactFields(author="See AUTHORS.txt", author_email="charlie.clark@clark-consulting.eu"),
        ["author, person: <charlie.clark@clark-consulting.eu>"],
    ),
    "execnet": (
        ContactFields(author="holger krekel and others"),
        ["author, organization: holger krekel and others"],
    ),
    "fastapi 0.63": (
        ContactFields(
            author="=?utf-8?q?Sebasti=C3=A1n_Ram=C3=ADrez?=", author_email="tiangolo@gmail.com"
        ),
        ["author, person: Sebastián Ramírez <tiangolo@gmail.com>"],
    ),
    "Flask": (
        ContactFields(maintainer_email="Pallets <contact@palletsprojects.com>"),
        ["maintainer, organization: Pallets <contact@palletsprojects.com>"],
    ),
    "Flask-Login": (
        ContactFields(
            author="Matthew Frazier",
            author_email="leafstormrush@gmail.com",
            maintainer="Max Countryman",
        ),
        [
            "maintainer, person: Max Countryman",
            "author, person: Matthew Frazier <leafstormrush@gmail.com>",
        ],
    ),
    "google-auth": (
        ContactFields(
            author="Google Cloud Platform", author_email="googleapis-packages@google.com"
        ),
        ["author, organization: Google Cloud Platform <googleapis-packages@google.com>"],
    ),
    "google-cloud-core": (
        ContactFields(author="Google LLC", author_email="googleapis-packages@google.com"),
        ["author, organization: Google LLC <googleapis-packages@google.com>"],
    ),
    "grpcio": (
        ContactFields(author_email="The gRPC Authors <grpc-io@googlegroups.com>"),
        ["author, organization: The gRPC Authors <grpc-io@googlegroups.com>"],
    ),
    "huggingface_hub": (
        ContactFields(author="Hugging Face, Inc.", author_email="julien@huggingface.co"),
        ["author, organization: Hugging Face, Inc. <julien@huggingface.co>"],
    ),
    "humanize": (
        ContactFields(
            author_email="Jason Moiron <jmoiron@jmoiron.net>", maintainer="Hugo van Kemenade"
        ),
        [
            "maintainer, person: Hugo van Kemenade",
            "author, person: Jason Moiron <jmoiron@jmoiron.net>",
        ],
    ),
    "hyperlink": (
        ContactFields(
            author="Mahmoud Hashemi and Glyph Lefkowitz", author_email="mahmoud@hatnote.com"
        ),
        [
            "author, person: <mahmoud@hatnote.com>",
            "author, person: Mahmoud Hashemi",
            "author, person: Glyph Lefkowitz",
        ],
    ),
    "hypothesis": (
        ContactFields(
            author_email='"David R. MacIver and Zac Hatfield-Dodds" <david@drmaciver.com>'
        ),
        ["author, organization: David R. MacIver and Zac Hatfield-Dodds <david@drmaciver.com>"],
    ),
    "isort": (
        ContactFields(
            author_email="Daniël van Noord <13665637+DanielNoord@users.noreply.github.com>, Timothy Crosley <timothy.crosley@gmail.com>, staticdev <staticdev-support@proton.me>"
        ),
        [
            "author, person: Daniël van Noord <13665637+DanielNoord@users.noreply.github.com>",
            "author, person: Timothy Crosley <timothy.crosley@gmail.com>",
            "author, organization: staticdev <staticdev-support@proton.me>",
        ],
    ),
    "jsonschema": (
        ContactFields(author_email="Julian Berman <Julian+jsonschema@GrayVines.com>"),
        ["author, person: Julian Berman <Julian+jsonschema@grayvines.com>"],
    ),
    "kiwisolver": (
        ContactFields(
            author_email="The Nucleic Development Team <sccolbert@gmail.com>",
            maintainer_email='"Matthieu C. Dartiailh" <m.dartiailh@gmail.com>',
        ),
        [
            "maintainer, person: Matthieu C. Dartiailh <m.dartiailh@gmail.com>",
            "author, organization: The Nucleic Development Team <sccolbert@gmail.com>",
        ],
    ),
    "lazy-object-proxy": (
        ContactFields(author_email="Ionel Cristian Mărieș <contact@ionelmc.ro>"),
        ["author, person: Ionel Cristian Mărieș <contact@ionelmc.ro>"],
    ),
    "localhost": (
        ContactFields(author="root", author_email="root@localhost"),
        ["author, person: root ?root@localhost"],
    ),
    "lxml": (
        ContactFields(
            author="lxml dev team",
            author_email="lxml@lxml.de",
            maintainer="lxml dev team",
            maintainer_email="lxml@lxml.de",
        ),
        [
            "maintainer, organization: lxml dev team <lxml@lxml.de>",
            "author, organization: lxml dev team <lxml@lxml.de>",
        ],
    ),
    "Markdown": (
        ContactFields(
            author="Manfred Stienstra, Yuri Takhteyev",
            author_email="Waylan limberg <python.markdown@gmail.com>",
            maintainer="Isaac Muse",
            maintainer_email="Waylan Limberg <python.markdown@gmail.com>",
        ),
        [
            "maintainer, person: Waylan Limberg <python.markdown@gmail.com>",
            "maintainer, person: Isaac Muse",
            "author, person: Waylan limberg <python.markdown@gmail.com>",
            "author, person: Manfred Stienstra",
            "author, person: Yuri Takhteyev",
        ],
    ),
    "matplotlib": (
        ContactFields(
            author="John D. Hunter, Michael Droettboom",
            author_email="Unknown <matplotlib-users@python.org>",
        ),
        [
            "author, organization: <matplotlib-users@python.org>",
            "author, person: John D. Hunter",
            "author, person: Michael Droettboom",
        ],
    ),
    "mdurl": (
        ContactFields(author_email="Taneli Hukkinen <hukkin@users.noreply.github.com>"),
        ["author, person: Taneli Hukkinen <hukkin@users.noreply.github.com>"],
    ),
    "neo4j 5": (
        ContactFields(author_email='"Neo4j, Inc." <drivers@neo4j.com>'),
        ["author, organization: Neo4j, Inc. <drivers@neo4j.com>"],
    ),
    "networkx": (
        ContactFields(
            author_email="Aric Hagberg <hagberg@lanl.gov>",
            maintainer_email="NetworkX Developers <networkx-discuss@googlegroups.com>",
        ),
        [
            "maintainer, organization: NetworkX Developers <networkx-discuss@googlegroups.com>",
            "author, person: Aric Hagberg <hagberg@lanl.gov>",
        ],
    ),
    "numpy": (
        ContactFields(
            author="Travis E. Oliphant et al.",
            maintainer_email="NumPy Developers <numpy-discussion@python.org>",
        ),
        [
            "maintainer, organization: NumPy Developers <numpy-discussion@python.org>",
            "author, organization: Travis E. Oliphant et al.",
        ],
    ),
    "numpy 1.19": (
        ContactFields(
            author="Travis E. Oliphant et al.",
            maintainer="NumPy Developers",
            maintainer_email="numpy-discussion@python.org",
        ),
        [
            "maintainer, organization: NumPy Developers <numpy-discussion@python.org>",
            "author, organization: Travis E. Oliphant et al.",
        ],
    ),
    "oauthlib": (
        ContactFields(
            author="The OAuthlib Community",
            maintainer="Jonathan Huot",
            maintainer_email="jonathan.huot@gmail.com",
        ),
        [
            "maintainer, person: Jonathan Huot <jonathan.huot@gmail.com>",
            "author, organization: The OAuthlib Community",
        ],
    ),
    "obfuscated": (
        ContactFields(author="Jane Doe", author_email="jane (at) doe.example"),
        ["author, person: Jane Doe ?jane (at) doe.example"],
    ),
    "obfuscated, in words": (
        ContactFields(author="Jane Doe", author_email="d at localhost"),
        ["author, person: Jane Doe ?d at localhost"],
    ),
    "openai": (
        ContactFields(author_email="OpenAI <support@openai.com>"),
        ["author, organization: OpenAI <support@openai.com>"],
    ),
    "pbr": (
        ContactFields(author="OpenStack", author_email="openstack-discuss@lists.openstack.org"),
        ["author, organization: OpenStack <openstack-discuss@lists.openstack.org>"],
    ),
    "pexpect": (
        ContactFields(
            author="Noah Spurrier; Thomas Kluyver; Jeff Quast",
            author_email="noah@noah.org, thomas@kluyver.me.uk, contact@jeffquast.com",
        ),
        [
            "author, person: Noah Spurrier <noah@noah.org>",
            "author, person: Thomas Kluyver <thomas@kluyver.me.uk>",
            "author, person: Jeff Quast <contact@jeffquast.com>",
        ],
    ),
    "pillow": (
        ContactFields(author_email="Jeffrey 'Alex' Clark <aclark@aclark.net>"),
        ["author, person: Jeffrey 'Alex' Clark <aclark@aclark.net>"],
    ),
    "pluggy": (
        ContactFields(
            author="Holger Krekel", maintainer_email="pytest core team <core@pytest.org>"
        ),
        [
            "maintainer, organization: pytest core team <core@pytest.org>",
            "author, person: Holger Krekel",
        ],
    ),
    "protobuf": (
        ContactFields(author="protobuf@googlegroups.com", author_email="protobuf@googlegroups.com"),
        ["author, organization: <protobuf@googlegroups.com>"],
    ),
    "py": (
        ContactFields(
            author="holger krekel, Ronny Pfannschmidt, Benjamin Peterson and others",
            author_email="pytest-dev@python.org",
        ),
        [
            "author, organization: holger krekel, Ronny Pfannschmidt, Benjamin Peterson and others <pytest-dev@python.org>"
        ],
    ),
    "pyasn1": (
        ContactFields(
            author_email="Ilya Etingof <etingof@gmail.com>",
            maintainer="pyasn1 maintenance organization",
            maintainer_email="Christian Heimes <christian@python.org>",
        ),
        [
            "maintainer, person: Christian Heimes <christian@python.org>",
            "maintainer, organization: pyasn1 maintenance organization",
            "author, person: Ilya Etingof <etingof@gmail.com>",
        ],
    ),
    "pycparser 1 (UNKNOWN)": (
        ContactFields(author="Eli Bendersky", author_email="UNKNOWN", maintainer="UNKNOWN"),
        ["author, person: Eli Bendersky"],
    ),
    "pydot": (
        ContactFields(
            author_email='Ero Carrera <ero.carrera@gmail.com>, Peter Nowee <peter@peternowee.com>, Łukasz <lukaszlapinski7@gmail.com>, "FeRD (Frank Dana)" <ferdnyc@gmail.com>',
            maintainer_email="Peter Nowee <peter@peternowee.com>, Łukasz <lukaszlapinski7@gmail.com>",
        ),
        [
            "maintainer, person: Peter Nowee <peter@peternowee.com>",
            "maintainer, person: Łukasz <lukaszlapinski7@gmail.com>",
            "author, person: Ero Carrera <ero.carrera@gmail.com>",
            "author, person: Peter Nowee <peter@peternowee.com>",
            "author, person: Łukasz <lukaszlapinski7@gmail.com>",
            "author, person: FeRD (Frank Dana) <ferdnyc@gmail.com>",
        ],
    ),
    "pyflakes": (
        ContactFields(author="A lot of people", author_email="code-quality@python.org"),
        ["author, organization: A lot of people <code-quality@python.org>"],
    ),
    "Pygments": (
        ContactFields(
            author_email="Georg Brandl <georg@python.org>",
            maintainer="Matthäus G. Chajdas",
            maintainer_email="Georg Brandl <georg@python.org>, Jean Abou Samra <jean@abou-samra.fr>",
        ),
        [
            "maintainer, person: Georg Brandl <georg@python.org>",
            "maintainer, person: Jean Abou Samra <jean@abou-samra.fr>",
            "maintainer, person: Matthäus G. Chajdas",
            "author, person: Georg Brandl <georg@python.org>",
        ],
    ),
    "pymongo": (
        ContactFields(author="The MongoDB Python Team"),
        ["author, organization: The MongoDB Python Team"],
    ),
    "pytest": (
        ContactFields(
            author="Brianna Laugher, Bruno Oliveira, Floris Bruynooghe, Freya Bruhin, Holger Krekel, Others (See AUTHORS), Ronny Pfannschmidt"
        ),
        [
            "author, organization: Brianna Laugher, Bruno Oliveira, Floris Bruynooghe, Freya Bruhin, Holger Krekel, Others (See AUTHORS), Ronny Pfannschmidt"
        ],
    ),
    "pytest-xdist": (
        ContactFields(
            author_email="holger krekel and contributors <pytest-dev@python.org>, holger@merlinux.eu"
        ),
        [
            "author, organization: holger krekel and contributors <pytest-dev@python.org>",
            "author, person: <holger@merlinux.eu>",
        ],
    ),
    "python-dateutil": (
        ContactFields(
            author_email="Gustavo Niemeyer <gustavo@niemeyer.net>",
            maintainer_email="Paul Ganssle <dateutil@python.org>",
        ),
        [
            "maintainer, person: Paul Ganssle <dateutil@python.org>",
            "author, person: Gustavo Niemeyer <gustavo@niemeyer.net>",
        ],
    ),
    "python-dotenv": (
        ContactFields(author_email="Saurabh Kumar <me+github@saurabh-kumar.com>"),
        ["author, person: Saurabh Kumar <me+github@saurabh-kumar.com>"],
    ),
    "pyzmq": (
        ContactFields(
            author="Brian E. Granger, Min Ragan-Kelley",
            author_email="PyZMQ Contributors <zeromq-dev@lists.zeromq.org>",
        ),
        [
            "author, organization: PyZMQ Contributors <zeromq-dev@lists.zeromq.org>",
            "author, person: Brian E. Granger",
            "author, person: Min Ragan-Kelley",
        ],
    ),
    "requests": (
        ContactFields(
            author_email="Kenneth Reitz <me@kennethreitz.org>",
            maintainer_email="Ian Stapleton Cordasco <graffatcolmingov@gmail.com>, Nate Prewitt <nate.prewitt@gmail.com>",
        ),
        [
            "maintainer, person: Ian Stapleton Cordasco <graffatcolmingov@gmail.com>",
            "maintainer, person: Nate Prewitt <nate.prewitt@gmail.com>",
            "author, person: Kenneth Reitz <me@kennethreitz.org>",
        ],
    ),
    "ruff": (
        ContactFields(author_email='"Astral Software Inc." <hey@astral.sh>'),
        ["author, organization: Astral Software Inc. <hey@astral.sh>"],
    ),
    "scipy 1.4": (
        ContactFields(maintainer="SciPy Developers", maintainer_email="scipy-dev@python.org"),
        ["maintainer, organization: SciPy Developers <scipy-dev@python.org>"],
    ),
    "scramp": (
        ContactFields(author="The Contributors"),
        ["author, organization: The Contributors"],
    ),
    "sentry-sdk": (
        ContactFields(author="Sentry Team and Contributors", author_email="hello@sentry.io"),
        ["author, organization: Sentry Team and Contributors <hello@sentry.io>"],
    ),
    "sh 1": (
        ContactFields(author="Andrew Moffat", author_email="andrew.robert.moffat@gmail.com"),
        ["author, person: Andrew Moffat <andrew.robert.moffat@gmail.com>"],
    ),
    "shapely": (
        ContactFields(author="Sean Gillies", maintainer="Shapely contributors"),
        ["maintainer, organization: Shapely contributors", "author, person: Sean Gillies"],
    ),
    "slack_sdk": (
        ContactFields(author="Slack Technologies, LLC", author_email="opensource@slack.com"),
        ["author, organization: Slack Technologies, LLC <opensource@slack.com>"],
    ),
    "spelled out": (
        ContactFields(author="Jane Doe", author_email="jane at doe dot org"),
        ["author, person: Jane Doe ?jane at doe dot org"],
    ),
    "Sphinx": (
        ContactFields(
            author_email="Adam Turner <aa-turner@users.noreply.github.com>, Georg Brandl <georg@python.org>"
        ),
        [
            "author, person: Adam Turner <aa-turner@users.noreply.github.com>",
            "author, person: Georg Brandl <georg@python.org>",
        ],
    ),
    "SQLAlchemy-Utils": (
        ContactFields(
            author="Ryan Leckey, Janne Vanhala, Vesa Uimonen",
            author_email="Konsta Vesterinen <konsta@fastmonkeys.com>",
        ),
        [
            "author, person: Konsta Vesterinen <konsta@fastmonkeys.com>",
            "author, person: Ryan Leckey",
            "author, person: Janne Vanhala",
            "author, person: Vesa Uimonen",
        ],
    ),
    "sqlmodel 0.0.8": (
        ContactFields(
            author="=?utf-8?q?Sebasti=C3=A1n?= =?utf-8?q?_Ram=C3=ADrez?=",
            author_email="=?utf-8?q?Sebasti=C3=A1n_Ram=C3=ADrez?= <tiangolo@gmail.com>",
        ),
        ["author, person: Sebastián Ramírez <tiangolo@gmail.com>"],
    ),
    "team.invalid": (
        ContactFields(author="Platform Team", author_email="platform@team.invalid"),
        ["author, organization: Platform Team ?platform@team.invalid"],
    ),
    "tensorflow 2": (
        ContactFields(author="Google Inc.", author_email="packages@tensorflow.org"),
        ["author, organization: Google Inc. <packages@tensorflow.org>"],
    ),
    "tinycss2": (
        ContactFields(
            author_email="Simon Sapin <simon.sapin@exyr.org>",
            maintainer_email="CourtBouillon <contact@courtbouillon.org>",
        ),
        [
            "maintainer, organization: CourtBouillon <contact@courtbouillon.org>",
            "author, person: Simon Sapin <simon.sapin@exyr.org>",
        ],
    ),
    "torch 2": (
        ContactFields(author="PyTorch Team", author_email="packages@pytorch.org"),
        ["author, organization: PyTorch Team <packages@pytorch.org>"],
    ),
    "tornado": (
        ContactFields(author="Facebook", author_email="python-tornado@googlegroups.com"),
        ["author, organization: Facebook <python-tornado@googlegroups.com>"],
    ),
    "tqdm": (
        ContactFields(maintainer_email="tqdm developers <devs@tqdm.ml>"),
        ["maintainer, organization: tqdm developers <devs@tqdm.ml>"],
    ),
    "trove-classifiers": (
        ContactFields(author="The PyPI Admins", author_email="admin@pypi.org"),
        ["author, organization: The PyPI Admins <admin@pypi.org>"],
    ),
    "Twisted": (
        ContactFields(author_email="Twisted Matrix Community <twisted@python.org>"),
        ["author, organization: Twisted Matrix Community <twisted@python.org>"],
    ),
    "typing_extensions": (
        ContactFields(
            author_email='"Guido van Rossum, Jukka Lehtosalo, Łukasz Langa, Michael Lee" <levkivskyi@gmail.com>'
        ),
        [
            "author, organization: Guido van Rossum, Jukka Lehtosalo, Łukasz Langa, Michael Lee <levkivskyi@gmail.com>"
        ],
    ),
    "tzdata": (
        ContactFields(author="Python Software Foundation", author_email="datetime-sig@python.org"),
        ["author, organization: Python Software Foundation <datetime-sig@python.org>"],
    ),
    "virtualenv 16": (
        ContactFields(
            author="Ian Bicking",
            author_email="ianb@colorstudy.com",
            maintainer="Bernat Gabor",
            maintainer_email="gaborjbernat@gmail.com",
        ),
        [
            "maintainer, person: Bernat Gabor <gaborjbernat@gmail.com>",
            "author, person: Ian Bicking <ianb@colorstudy.com>",
        ],
    ),
    "websocket-client": (
        ContactFields(
            author="liris",
            author_email="liris.pp@gmail.com",
            maintainer="engn33r",
            maintainer_email="websocket.client@proton.me",
        ),
        [
            "maintainer, person: engn33r <websocket.client@proton.me>",
            "author, person: liris <liris.pp@gmail.com>",
        ],
    ),
    "zope.interface": (
        ContactFields(
            author_email="Zope Foundation and contributors <zope-dev@zope.dev>",
            maintainer_email="Plone Foundation and contributors <zope-dev@zope.dev>",
        ),
        [
            "maintainer, organization: Plone Foundation and contributors <zope-dev@zope.dev>",
            "author, organization: Zope Foundation and contributors <zope-dev@zope.dev>",
        ],
    ),
}
