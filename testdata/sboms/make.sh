#!/bin/sh
# Makes the SBOMs beside this file anew, with the tools that are named in README.md (from PyPI and npm).
set -e
out=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
cd "$work"
python3 -m venv tools
tools/bin/pip install --quiet 'cyclonedx-bom==7.*' uv sbom4python spdx-tools
python3 -m venv demo
demo/bin/pip install --quiet 'idna==3.4' 'requests==2.31.0' 'urllib3==1.26.15'
tools/bin/cyclonedx-py environment demo --of JSON -o "$out/cyclonedx-py.cdx.json"
tools/bin/cyclonedx-py environment demo --of XML -o "$out/cyclonedx-py.cdx.xml"
tools/bin/sbom4python --module requests --sbom cyclonedx --format json -o "$out/sbom4python.cdx.json"
tools/bin/sbom4python --module requests --sbom spdx --format tag -o "$out/sbom4python.spdx"
tools/bin/sbom4python --module requests --sbom spdx --format json -o "$out/sbom4python.spdx.json"
tools/bin/python "$out/spdx_tools_writer.py" "$out/spdx-tools.spdx"
mkdir project
cat > project/pyproject.toml <<'TOML'
[project]
name = "demo"
version = "1"
requires-python = ">=3.11"
dependencies = ["idna==3.4"]
[dependency-groups]
dev = ["six==1.16.0"]
TOML
(cd project && ../tools/bin/uv lock --quiet && ../tools/bin/uv export --quiet --frozen --format cyclonedx1.5 -o "$out/uv.cdx.json")
mkdir npm && cd npm
echo '{"name":"demo","version":"1.0.0","dependencies":{"left-pad":"1.3.0"}}' > package.json
npm install --silent
npm sbom --sbom-format spdx > "$out/npm.spdx.json"
npm sbom --sbom-format cyclonedx > "$out/npm.cdx.json"
npm install --silent --no-save --prefix ../node @cyclonedx/cyclonedx-npm
../node/node_modules/.bin/cyclonedx-npm --output-file "$out/cyclonedx-npm.cdx.json"
npm install --silent --no-save --omit=optional --prefix ../node @cyclonedx/cdxgen
mkdir requirements
printf 'idna==3.4\nsix==1.16.0\n' > requirements/requirements.txt
../node/node_modules/.bin/cdxgen -t python --no-install-deps --no-babel -o "$out/cdxgen.cdx.json" requirements
rm -rf "$work"
