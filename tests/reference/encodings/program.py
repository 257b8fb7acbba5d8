"""The program's scores of given queries and keys."""
import csv
import os
import re
import subprocess

import numpy as np


class Program:
    def __init__(self, path, folder):
        self.path, self.folder = path, folder

    def ask(self, *arguments):
        return subprocess.run([self.path, *arguments], stdout=subprocess.PIPE, check=True,
                              text=True).stdout

    def rows(self, command, *options):
        text = self.ask(command, "--quiet", *options)
        return list(csv.DictReader(line for line in text.splitlines() if line[0] != "#"))

    def types(self):
        """Names of encodings that its help lists."""
        return re.findall(r"^  ([a-z0-9-]+)    ", self.ask("help", "encodings"), re.M)

    def vectors(self, every):
        """Names of query-key models, one for each query and key."""
        names = []
        for i, sides in enumerate(every):
            files = [os.path.join(self.folder, f"{name}{i}.npy") for name in "qk"]
            for file, x in zip(files, sides):
                np.save(file, np.atleast_2d(x))
            names.append("npy:q={},k={}".format(*files))
        return names

    def scores(self, text, every, distances, *options, draws=1):
        """(vectors, draws * distances, 2): score and score_err in the order of the distances."""
        names = self.vectors(every)
        run = len(distances) > 2 and sorted(distances) == list(range(len(distances)))
        rows = self.rows("scores", "--encoding=" + text, "--qk=" + ";".join(names),
                         f"--pairs={draws}", *options, "--distances=" + (
                             f"0:{len(distances) - 1}" if run else
                             ",".join(str(r) for r in sorted(distances))))
        order = np.argsort(np.argsort(distances))
        seen = np.array([(float(r["score"]), float(r["score_err"])) for r in rows])
        seen = seen.reshape(len(names), draws, len(distances), 2)[:, :, order]
        return seen.reshape(len(names), -1, 2)
