"""Reads Sigma rules with pySigma and converts each for Splunk and Elasticsearch. Exits with 1 if one fails."""

import pathlib
import sys

from sigma.backends.elasticsearch import LuceneBackend
from sigma.backends.splunk import SplunkBackend
from sigma.collection import SigmaCollection

BACKENDS = {"Splunk": SplunkBackend, "Elasticsearch": LuceneBackend}


def main(folder: str) -> int:
    files = sorted(pathlib.Path(folder).glob("*.yml"))
    failures = []
    seen = set()
    for path in files:
        try:
            rules = SigmaCollection.from_yaml(path.read_text(encoding="utf-8"))
            if rules.errors:
                raise rules.errors[0]
            for rule in rules:
                if rule.errors:
                    raise rule.errors[0]
                if rule.id in seen:
                    raise ValueError(f"the id {rule.id} is another rule's")
                seen.add(rule.id)
                # Conditions are parsed when they are asked for.
                [condition.parsed for condition in rule.detection.parsed_condition]
        except Exception as error:  # pySigma raises many kinds
            failures.append(f"{path.name}: pySigma: {error}")
            continue
        for name, backend in BACKENDS.items():
            try:
                queries = backend().convert(rules)
                if not queries or not all(queries):
                    raise ValueError("an empty query")
            except Exception as error:
                failures.append(f"{path.name}: {name}: {error}")
    print("\n".join(failures))
    print(f"{len(files)} Sigma rules, {len(failures)} failures")
    return 1 if failures or not files else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
