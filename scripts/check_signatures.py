"""Compares iiswarden's judgement of signatures with osslsigncode's. Exits with 1 if iiswarden accepts a change to the
signed bytes of a file, or if the two disagree about a file that nobody changed.

osslsigncode believes only the roots that it is given. Each sample gets the self-signed certificates that it carries, and
Microsoft's roots: certificates are made for the names and keys of knowledge/microsoft_roots.csv. Their signatures are
zeros, which OpenSSL does not look at in a root that it is told to believe.
"""

import base64
import calendar
import collections
import concurrent.futures
import csv
import hashlib
import json
import os
import pathlib
import re
import shutil
import struct
import subprocess
import sys
import time

# The signature fits the file and its chain holds as far as it can be followed; who signed is another question.
FITS = {
    "microsoft_windows", "microsoft", "microsoft_third_party", "trusted_root", "known_vendor", "root_not_known",
    "self_signed", "microsoft_look_alike",
}  # fmt: skip
# Each region with the number of bytes changed in it in every sample.
REGIONS = {
    "image body": 12,
    "headers": 8,
    "checksum": 2,
    "directory entry of the table": 4,
    "certificate table: its header": 4,
    "certificate table: signatures": 32,
}
SIGNED = {"image body", "headers"}
COLUMNS = "EvidencePath, SignatureOutcome, Signature, Signer, AuthenticodeSHA1, AuthenticodeSHA256"


def der(tag: int, *parts: bytes) -> bytes:
    body = b"".join(parts)
    length = len(body)
    if length < 128:
        return bytes([tag, length]) + body
    size = (length.bit_length() + 7) // 8
    return bytes([tag, 0x80 | size]) + length.to_bytes(size, "big") + body


def read(data: bytes, at: int) -> tuple[int, int, int]:
    """The tag of the value at a place, and where its content starts and ends."""
    tag, length = data[at], data[at + 1]
    at += 2
    if length & 0x80:
        size = length & 0x7F
        length = int.from_bytes(data[at : at + size], "big")
        at += size
    if at + length > len(data):
        raise ValueError("cut off")
    return tag, at, at + length


def pem(certificate: bytes) -> str:
    text = base64.encodebytes(certificate).decode()
    return f"-----BEGIN CERTIFICATE-----\n{text}-----END CERTIFICATE-----\n"


def own_roots(data: bytes) -> list[bytes]:
    """The certificates in a file whose subject is their issuer."""
    found = []
    for match in re.finditer(rb"\x30\x82..\x30\x82", data, re.DOTALL):
        try:
            _, at, end = read(data, match.start())
            _, at, _ = read(data, at)
            tag, start, stop = read(data, at)
            if tag == 0xA0:  # the version
                tag, start, stop = read(data, stop)
            if tag != 0x02:  # the serial number
                continue
            names = []
            for _ in range(4):  # algorithm, issuer, validity, subject
                at = stop
                _, start, stop = read(data, at)
                names.append(data[at:stop])
            if names[1] == names[3]:
                found.append(data[match.start() : end])
        except (IndexError, ValueError):
            continue
    return found


def microsoft_roots(table: pathlib.Path) -> list[bytes]:
    """Certificates for the names and keys of a table of roots."""
    algorithm = bytes.fromhex("300d06092a864886f70d01010b0500")
    constraints = bytes.fromhex("300f0603551d130101ff040530030101ff")
    validity = der(0x30, der(0x17, b"970101000000Z"), der(0x17, b"491231235959Z"))
    found = []
    for row in csv.DictReader(table.open(encoding="utf-8", newline="")):
        subject, key = bytes.fromhex(row["subject"]), bytes.fromhex(row["public_key"])
        extensions = constraints
        if row["key_id"]:
            name = bytes.fromhex("0603551d0e")
            extensions += der(0x30, name, der(0x04, der(0x04, bytes.fromhex(row["key_id"]))))
        body = der(
            0x30,
            der(0xA0, der(0x02, b"\x02")),
            der(0x02, b"\x01"),
            algorithm,
            subject,
            validity,
            subject,
            key,
            der(0xA3, der(0x30, extensions)),
        )
        found.append(der(0x30, body, algorithm, der(0x03, bytes(257))))
    return found


class Layout:
    """Where the regions of a program file are."""

    def __init__(self, data: bytes):
        (nt,) = struct.unpack_from("<I", data, 0x3C)
        optional = nt + 24
        if data[:2] != b"MZ" or data[nt : nt + 4] != b"PE\0\0":
            raise ValueError("not a program")
        directories = optional + {0x10B: 96, 0x20B: 112}[struct.unpack_from("<H", data, optional)[0]]
        entry = directories + 32
        table, size = struct.unpack_from("<II", data, entry)
        (headers,) = struct.unpack_from("<I", data, optional + 60)
        checksum = range(optional + 64, optional + 68)
        if not size or table + size > len(data):
            raise ValueError("not signed")
        outside = {*checksum, *range(entry, entry + 8)}
        self.regions = {
            "image body": range(headers, table),
            "headers": [at for at in range(headers) if at not in outside],
            "checksum": checksum,
            "directory entry of the table": range(entry, entry + 8),
            "certificate table: its header": range(table, table + 8),
            "certificate table: signatures": range(table + 8, table + size),
        }


def flips(name: str, data: bytes) -> list[tuple[str, int, bytes]]:
    """Copies of a file with one byte changed: region, place and content. The same for the same name and content."""
    made = []
    for region, places in Layout(data).regions.items():
        count = min(REGIONS[region], len(places))
        for step in range(count):
            # One place in each of as many equal parts.
            low, high = len(places) * step // count, len(places) * (step + 1) // count
            seed = hashlib.sha256(f"{name} {region} {step}".encode()).digest()
            at = places[low + int.from_bytes(seed[:4], "big") % (high - low)]
            changed = bytearray(data)
            changed[at] ^= 1 << seed[4] % 8
            made.append((region, at, bytes(changed)))
    return made


# What osslsigncode says, and what it means; the first that is found counts.
REASONS = [
    ("certificate signature failure", "a certificate is not by its issuer"),
    ("MISMATCH", "a digest differs"),
    ("Unable to extract existing signature", "no signature found in the table"),
    ("asn1 error", "something cannot be decoded"),
    ("asn1 encoding routines", "something cannot be decoded"),
    ("unable to get local issuer", "an issuer is missing"),
    ("Error: self-signed certificate", "a self-signed certificate is not among the roots"),
    ("certificate has expired", "a certificate had expired"),
    ("message digest verification: failed", "a digest differs"),
]


def their_judgement(file: pathlib.Path, roots: pathlib.Path, when: str | None) -> tuple[bool, str, str]:
    """Whether osslsigncode accepts a file, why not, and all it said. `when`, in seconds since 1970, is when to ask."""
    command = ["osslsigncode", "verify", "-ignore-crl", "-CAfile", roots, "-TSA-CAfile", roots, "-in", file]
    command += ["-time", when] if when else []
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=60, check=False)
    text = done.stdout + done.stderr
    if done.returncode == 0:
        is_partial = "MISMATCH" in text or "Signature verification: failed" in text
        return True, "succeeded, by another of the signatures" if is_partial else "succeeded", text
    if done.returncode < 0:
        return False, f"ended by signal {-done.returncode}", text
    return False, next((reason for said, reason in REASONS if said in text), "failed"), text


def time_of_validity(text: str) -> str | None:
    """For a sample that has expired and has no time stamp: a day after the youngest certificate in it became valid."""
    if "certificate has expired" not in text:
        return None
    found = re.findall(r"notBefore : (.*) GMT", text)
    times = [calendar.timegm(time.strptime(date, "%b %d %H:%M:%S %Y")) for date in found]
    return str(max(times) + 86400) if times else None


def our_judgement(program: str, folder: pathlib.Path) -> dict[str, dict]:
    """The rows of iiswarden by path below a folder."""
    query = f"PeFiles | project {COLUMNS}"
    command = [program, "query", query, folder, "--all-pe", "--no-progress", "-f", "jsonl"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    rows = map(json.loads, done.stdout.splitlines())
    return {pathlib.PurePosixPath(row["EvidencePath"].replace("\\", "/")).name: row for row in rows}


def whole_file(row: dict, accepted: bool, text: str) -> list[str]:
    """What differs about a file that nobody changed."""
    wrong = []
    if (row["SignatureOutcome"] in FITS) != accepted:
        wrong.append("judgement")
    digests = {found.lower() for found in re.findall(r"Calculated message digest : ([0-9A-F]+)", text)}
    # SHA-384 and SHA-512 have no column.
    if not {digest for digest in digests if len(digest) in (40, 64)} <= {row["AuthenticodeSHA1"].lower(), row["AuthenticodeSHA256"].lower()}:
        wrong.append("digest")
    # `Subject: /C=US/O=Example/CN=Example Ltd`
    if not re.search(r"Subject: .*=" + re.escape(row["Signer"]) + r"(/|$)", text, re.MULTILINE):
        wrong.append("signer")
    return wrong


def main(program: str, work: str, table: str, *folders: str) -> int:
    target = pathlib.Path(work)
    shutil.rmtree(target / "sound", ignore_errors=True)
    shutil.rmtree(target / "flips", ignore_errors=True)
    for name in ("sound", "flips"):
        (target / name).mkdir(parents=True)
    anchors = "".join(map(pem, microsoft_roots(pathlib.Path(table))))
    cases = []  # file, roots, time, region
    seen, dated = set(), 0
    for path in sorted(path for folder in folders for path in pathlib.Path(folder).rglob("*") if path.is_file()):
        data = path.read_bytes()
        try:
            changed = flips(path.name, data)
        except (ValueError, KeyError, struct.error):
            continue
        digest = hashlib.sha256(data).hexdigest()
        if digest in seen:
            continue
        seen.add(digest)
        name = f"{len(seen):03}-{path.stem}"
        roots = target / f"{name}.pem"
        roots.write_text(anchors + "".join(map(pem, own_roots(data))))
        when = time_of_validity(their_judgement(path, roots, None)[2])
        dated += when is not None
        for region, at, content in [("unchanged", 0, data), *changed]:
            folder = "sound" if region == "unchanged" else "flips"
            file = target / folder / f"{name}-{at:06x}{path.suffix}"
            file.write_bytes(content)
            cases.append((file, roots, when, region))
    ours = our_judgement(program, target / "sound") | our_judgement(program, target / "flips")
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        theirs = list(pool.map(lambda case: their_judgement(*case[:3]), cases))

    counts = {region: collections.Counter() for region in ["unchanged", *REGIONS]}
    classes = collections.defaultdict(list)
    failed = False
    none = {"SignatureOutcome": "no program", "Signature": "no program"}
    for (file, _, _, region), (accepted, reason, text) in zip(cases, theirs):
        row = ours.get(file.name, none)
        fits = row["SignatureOutcome"] in FITS
        kind = {(True, True): "both accept", (False, False): "both refuse", (True, False): "only iiswarden"}
        kind = kind.get((fits, accepted), "only osslsigncode")
        counts[region][kind] += 1
        wrong = whole_file(row, accepted, text) if region == "unchanged" and row is not none else []
        if fits != accepted or wrong:
            which = f" ({', '.join(wrong)})" if wrong else ""
            classes[f"{region}{which}: iiswarden: {row['SignatureOutcome']} | osslsigncode: {reason}"].append(file.name)
        failed |= bool(wrong) or (region in SIGNED and fits) or (region == "unchanged" and row is none)
    version = subprocess.run(["osslsigncode", "--version"], capture_output=True, text=True, check=False).stdout
    print(f"{len(seen)} samples, {len(cases) - len(seen)} changed copies, {version.splitlines()[0].split(',')[0]}\n")
    print(f"{dated} of the samples have expired without a time stamp: osslsigncode was asked of when they were valid\n")
    kinds = ["both accept", "both refuse", "only iiswarden", "only osslsigncode"]
    print(f"| region | files | {' | '.join(kinds)} |")
    print("|---" * (len(kinds) + 2) + "|")
    for region, count in counts.items():
        print(f"| {region} | {count.total()} | {' | '.join(str(count[kind]) for kind in kinds)} |")
    print(f"\nDifferences: {sum(map(len, classes.values()))}")
    for name, files in sorted(classes.items(), key=lambda item: (-len(item[1]), item[0])):
        print(f"\n{len(files)} x {name}\n  {' '.join(files)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
