#!/usr/bin/env python3
"""Runs `posbias moments` on the model file POSBIAS_MODEL names and heads.py on what it wrote.

Usage: run.py POSBIAS
"""
import os
import subprocess
import sys
import tempfile

model = os.environ.get("POSBIAS_MODEL")
if not model:
    print("reference/heads: SKIPPED, POSBIAS_MODEL names no llama2.c file")
    sys.exit(0)
with tempfile.TemporaryDirectory() as folder:
    files = []
    for name, extra in (("moments", []), ("tests", ["--test"])):
        files.append(os.path.join(folder, name + ".csv"))
        subprocess.run([sys.argv[1], "moments", "--quiet", *extra,
                        f"--qk=weights:{model},head=all", "-o", files[-1]], check=True)
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "heads.py")
    sys.exit(subprocess.run([sys.executable, script, model, "--check", *files]).returncode)
