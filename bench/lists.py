"""A list of a million companies read row by row: processor time, and memory at most."""

from __future__ import annotations

import csv
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import process_time

SIZES = (10_000, 100_000, 1_000_000)
HEADINGS = ("Réf. client", "Raison sociale", "SIREN", "Code NAF", "Tranche d'effectif",
            "CA (k€)", "Budget marketing", "Code postal", "Ville", "Téléphone", "Conseiller",
            "Notes")  # fmt: skip
BANDS = ("00", "01", "02", "03", "11", "12", "21", "22", "n/d")
CODES = ("62.01Z", "47.11B", "56.10A", "43.32A", "10.71C")


def rows(n: int) -> Iterator[list[str]]:
    """A chamber's list: any name, any amount, keys that are right, one row in fifty at fault."""
    draw = random.Random(7)
    for i in range(n):
        siren = _siren(100_000_00 + i)
        wrong = "zz" if i % 50 == 0 else draw.choice(BANDS)
        revenue = f"{draw.lognormvariate(6.5, 1.2):,.1f}".replace(",", " ").replace(".", ",")
        budget = f"{draw.lognormvariate(10, 1):,.0f} €".replace(",", "\u00a0")
        yield [
            f"C{i:07}", f"Entreprise {draw.randrange(10**6)}", siren.lstrip("0"),
            draw.choice(CODES), wrong, revenue, budget if draw.random() < 0.4 else "",
            f"{draw.randrange(1000, 95999):05}", "Ville", f"0{draw.randrange(10**8, 10**9)}",
            f"Conseiller {draw.randrange(40)}", "à rappeler" if draw.random() < 0.1 else "",
        ]  # fmt: skip


def _siren(stem: int) -> str:
    """Eight digits and the key that makes them a SIREN."""
    total = 0
    for place, digit in enumerate(reversed(f"{stem:08}")):
        doubled = int(digit) * (2 - place % 2)
        total += doubled - 9 * (doubled > 9)
    return f"{stem:08}{-total % 10}"


def write(path: Path, n: int) -> None:
    with path.open("w", encoding="cp1252", errors="replace", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEADINGS)
        writer.writerows(rows(n))


def measure(path: str) -> None:
    """Read one list in this process and print what it took: rows, wrong rows, seconds, MB."""
    from timonier.app.portfolio.check import Checked
    from timonier.app.portfolio.reading import read_list

    started = process_time()
    reading = read_list(path)
    surveyed = process_time() - started
    checked = Checked(reading)
    for _ in checked.rows():
        pass
    seconds = process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(reading.total, checked.bad, f"{surveyed:.1f}", f"{seconds:.1f}", f"{peak:.0f}")


def report() -> str:
    """A table of sizes: seconds, rows a second, peak of memory."""
    lines = [
        "| rows | file | set aside | first reading | in all | rows a second | memory at most |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    with tempfile.TemporaryDirectory() as folder:
        for n in SIZES:
            path = Path(folder) / "list.csv"
            write(path, n)
            done = subprocess.run(
                [sys.executable, "-m", "bench.lists", str(path)],
                capture_output=True, text=True, check=True,
            )  # fmt: skip
            total, bad, survey, seconds, peak = done.stdout.split()
            size = path.stat().st_size / 1e6
            speed = int(total) / float(seconds)
            lines.append(
                f"| {int(total):,} | {size:.0f} MB | {int(bad):,} | {survey} s | {seconds} s "
                f"| {speed:,.0f} | {peak} MB |"
            )
    return (
        "What `timonier portfolio check` does with a chamber's list of twelve columns, in one "
        "process, in processor seconds: the list is gone through once for what its columns are, "
        "then row by row. The memory at most is that of the whole process, imports included.\n\n"
        + "\n".join(lines)
    )


if __name__ == "__main__":
    measure(sys.argv[1])
