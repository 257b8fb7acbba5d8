"""GRAPE-A, whose vectors u and v are drawn by the program: they are read off its scores, have to be
of the length that the string says, and have to explain every other score."""
import numpy as np

from parts import Keys, between, dim, factor

R = (0, 1, 3, 100, 4096, 1000000)


def scale(keys):
    if "scale" in keys:
        return float(keys["scale"])
    return keys.whole("dim") ** -0.5 if keys["norm"] == "sqrt" else 1.0


def soft(x):
    return np.logaddexp(0, x)


def read_off(program, keys, form):
    """v of form=query, u of form=key: a unit vector's softplus, undone."""
    d = keys.whole("dim")
    e, zero = np.eye(d), np.zeros(d)
    every = [(x, zero) if form == "query" else (zero, x) for x in e]
    one = Keys(keys | {"form": form, "slope": 1})
    lost = -program.scores(one.text("grape-a"), every, [0, 1])[:, 1, 0]
    return np.log(np.expm1(lost)) * np.sqrt(d)


def look(program, name, random, count):
    """The number of differences."""
    compared, wrong = 0, []
    for _ in range(count):
        keys = Keys({"dim": dim(random, most=64), "slope": between(random, 1e-4, 2),
                     "form": ("qk", "key", "query")[random.integers(3)],
                     "length": between(random, 0.05, 8), "seed": int(random.integers(1000)),
                     **factor(random)})
        d, slope = keys.whole("dim"), float(keys["slope"])
        v, u = (read_off(program, keys, form) for form in ("query", "key"))
        for x in (u, v):
            if abs(np.linalg.norm(x) - float(keys["length"])) > 1e-11 * d:
                wrong.append(f"{keys.text(name)}: length {np.linalg.norm(x)!r}")
        if np.allclose(u, v):
            wrong.append(f"{keys.text(name)}: u and v are one")
        every = [tuple(x) for x in random.normal(size=(3, 2, d)) * 3]
        for (q, k), row in zip(every, program.scores(keys.text(name), every, R)):
            parts = {"query": soft(v @ q / np.sqrt(d)), "key": soft(u @ k / np.sqrt(d))}
            lost = slope * sum(x for form, x in parts.items() if keys["form"] in (form, "qk"))
            mine = scale(keys) * (q @ k) - lost * np.array(R)
            loud = scale(keys) * (np.abs(q) @ np.abs(k)) + slope * np.array(R)
            compared += len(R)
            for r in np.flatnonzero(np.abs(row[:, 0] - mine) > 1e-10 * loud):
                wrong.append(f"{keys.text(name)} r={R[r]}: {row[r, 0]!r}, here {mine[r]!r}")
    print(f"{name}: {compared} scores of {count} strings by vectors read off others, {len(wrong)} "
          "differ", flush=True)
    for x in wrong[:8]:
        print("DIFFERS", x)
    return len(wrong)
