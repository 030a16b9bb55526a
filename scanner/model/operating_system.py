"""The distribution of Linux that something was scanned in, and until when it gets fixes.

Days are the last on which everybody gets fixes of security, as their makers publish them and
https://endoflife.date collects them (looked up on 2026-11-22): of Debian, that of its long-term
support; of others, before any support that is paid for. Where only a month is told, or sources
differ in the day, it is the last of the month. CentOS Linux and Stream call themselves the same;
of 8, the day is that of Stream, which had fixes for longer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

END_OF_LIFE: Final = {
    "almalinux": {"8": "2029-03-31", "9": "2032-05-31", "10": "2035-05-31"},
    "alpine": {
        "3.5": "2018-11-01",
        "3.6": "2019-05-01",
        "3.7": "2019-11-01",
        "3.8": "2020-05-01",
        "3.9": "2020-11-01",
        "3.10": "2021-05-01",
        "3.11": "2021-11-01",
        "3.12": "2022-05-01",
        "3.13": "2022-11-01",
        "3.14": "2023-05-01",
        "3.15": "2023-11-01",
        "3.16": "2024-05-23",
        "3.17": "2024-11-22",
        "3.18": "2025-05-09",
        "3.19": "2025-11-01",
        "3.20": "2026-04-01",
        "3.21": "2026-11-01",
        "3.22": "2027-05-01",
        "3.23": "2027-11-01",
    },
    "amzn": {"2018.03": "2023-12-31", "2": "2026-06-30", "2023": "2029-06-30"},
    "centos": {
        "5": "2017-03-31",
        "6": "2020-11-30",
        "7": "2024-06-30",
        "8": "2024-05-31",
        "9": "2027-05-31",
        "10": "2030-01-01",
    },
    "debian": {
        "7": "2018-05-31",
        "8": "2020-06-30",
        "9": "2022-07-01",
        "10": "2024-06-30",
        "11": "2026-08-31",
        "12": "2028-06-30",
        "13": "2030-06-30",
    },
    "fedora": {
        "30": "2020-05-26",
        "31": "2020-11-24",
        "32": "2021-05-25",
        "33": "2021-11-30",
        "34": "2022-06-07",
        "35": "2022-12-13",
        "36": "2023-05-16",
        "37": "2023-12-05",
        "38": "2024-05-21",
        "39": "2024-11-26",
        "40": "2025-05-13",
        "41": "2025-12-15",
        "42": "2026-05-13",
        "43": "2026-12-09",
    },
    "ol": {"6": "2021-03-31", "7": "2024-12-31", "8": "2029-07-31", "9": "2032-06-30"},
    "opensuse-leap": {
        "42.3": "2019-07-01",
        "15.0": "2019-12-03",
        "15.1": "2021-02-02",
        "15.2": "2022-01-04",
        "15.3": "2022-12-31",
        "15.4": "2023-12-07",
        "15.5": "2024-12-31",
        "15.6": "2026-04-30",
        "16.0": "2027-10-31",
    },
    "rhel": {
        "5": "2017-03-31",
        "6": "2020-11-30",
        "7": "2024-06-30",
        "8": "2029-05-31",
        "9": "2032-05-31",
    },
    "rocky": {"8": "2029-05-31", "9": "2032-05-31"},
    "ubuntu": {
        "12.04": "2017-04-30",
        "14.04": "2019-04-30",
        "16.04": "2021-04-30",
        "18.04": "2023-05-31",
        "20.04": "2025-05-31",
        "20.10": "2021-07-31",
        "21.04": "2022-01-31",
        "21.10": "2022-07-31",
        "22.04": "2027-04-30",
        "22.10": "2023-07-31",
        "23.04": "2024-01-31",
        "23.10": "2024-07-31",
        "24.04": "2029-05-31",
        "24.10": "2025-07-31",
        "25.04": "2026-01-31",
        "25.10": "2026-07-31",
        "26.04": "2031-04-30",
    },
}
"""By what they call themselves, and by release."""
_NAMES: Final = {
    "almalinux": "AlmaLinux",
    "alpine": "Alpine Linux",
    "amzn": "Amazon Linux",
    "centos": "CentOS",
    "debian": "Debian",
    "fedora": "Fedora",
    "ol": "Oracle Linux",
    "opensuse-leap": "openSUSE Leap",
    "rhel": "Red Hat Enterprise Linux",
    "rocky": "Rocky Linux",
    "ubuntu": "Ubuntu",
}


@dataclass(frozen=True, slots=True)
class OperatingSystem:
    """What it calls itself; None where it does not."""

    id: str | None = None
    """``debian``, ``fedora`` …"""
    version: str | None = None

    @property
    def name(self) -> str:
        """What to call it: ``Debian 10``."""
        return " ".join(filter(None, (_NAMES.get(self.id or "", self.id), self.version)))

    @property
    def end_of_life(self) -> str | None:
        """The last day (ISO 8601) on which its release gets fixes, if it is known."""
        releases = END_OF_LIFE.get(self.id or "", {})
        numbers = (self.version or "").split(".")
        return releases.get(".".join(numbers[:2])) or releases.get(numbers[0])
