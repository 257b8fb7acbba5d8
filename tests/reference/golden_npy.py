#!/usr/bin/env python3
"""What NumPy makes of .npy headers, for the reader's tests.

    python3 tests/reference/golden_npy.py tests/reference/npy_headers.csv

Needs numpy. Each header goes before 1024 zero bytes into a file that numpy.load is given.

npy_headers.csv   version,header,numpy,entries,ours
    numpy is "read" or "refused"; entries, of what is read, are type, order (C or F) and shape as NumPy then has them.
    In header a ` stands for a double quote. ours is empty where posbias has to decide as NumPy does, else why it refuses what NumPy reads.
"""

import csv
import io
import sys
import warnings

import numpy

TYPES = ("<f8", ">f8", "=f8", "|f8", "f8", "<d", "d", ">d", "=d", "<f4", ">f4", "f4", "f", "<f", "e", "<e", "<f2", ">f2",
         "f2", "float64", "float32", "float16", "half", "single", "double", "float",
         "<i8", ">i8", "|i1", "i2", ">i4", "int64", "int8", "l", "q", "i", "h", "b", "<u8", "u1", ">u2", "<u4", "uint32", "Q", "L", "I", "H", "B")
WRONG_TYPES = ("<f8junk", "junk", "", "<", "<<f8", "!f8", "<float64", "f8 ", " f8", "F8", "Float64", "f3", "np.float64", "bfloat16")
OTHER_TYPES = ("<f16", "<c16", "|b1", "<U2", "<M8[ns]", "f08", "<f8,", "(2,)f8", "longdouble")
PICKLED = ("O", "|O")

NORMAL = "{'descr': '<f8', 'fortran_order': False, 'shape': (4, 4), }"

# version, header, and why ours refuses it if NumPy does not.
HEADERS = [
    (1, NORMAL, ""), (2, NORMAL, ""), (3, NORMAL, ""), (0, NORMAL, ""), (4, NORMAL, ""),
    *[(1, NORMAL.replace("<f8", t), "") for t in TYPES + WRONG_TYPES + PICKLED],
    *[(1, NORMAL.replace("<f8", t), "no float of 2, 4 or 8 bytes and no whole number") for t in OTHER_TYPES],
    *[(v, NORMAL.replace("(4, 4)", shape), why) for v in (1, 3) for shape, why in (
        ("(4,4,)", ""), ("( 4 , 4 )", ""), ("(4,4)", ""), ("(\t4 ,\f4)", ""), ("()", ""), ("(4,)", ""), ("(4 , )", ""),
        ("(2, 3, 4)", ""), ("(0, 4)", ""), ("(00, 1)", ""), ("(1_6, 1)", ""), ("(1__6, 1)", ""), ("(1_, 1)", ""),
        ("(4)", ""), ("(,)", ""), ("(,4)", ""), ("(4,,4)", ""), ("(4 4)", ""), ("(4, 4", ""), ("4, 4)", ""), ("[4, 4]", ""),
        ("4", ""), ("(4.0, 4)", ""), ("(4., 4)", ""), ("(4e0, 4)", ""), ("('4', 4)", ""), ("(04, 4)", ""), ("(-4, 4)", ""),
        ("(-4, -4)", ""), ("(4x, 4)", ""), ("(99999999999999999999, 1)", ""), ("(9223372036854775807, 2)", ""),
        ("(4611686018427387904, 4)", ""), ("(None, 4)", ""), ("(4j, 4)", ""), ("(4;4)", ""), ("{4, 4}", ""), ("(4L, 4L)", ""),
        ("(2, 2, 2, 2)", "over 3 dimensions"), ("(0x4, 4)", "digits are decimal"), ("(+4, 4)", "no signs"),
        ("(True, 4)", "True is no number"), ("((4, 4))", "no further brackets"), ("(4, 2+2j)", ""))],
    *[(1, NORMAL.replace("False", order), why) for order, why in (
        ("True", ""), ("true", ""), ("false", ""), ("Maybe", ""), ("1", ""), ("0", ""), ("'True'", ""), ("None", ""),
        ("Falsehood", ""), ("TrueFalse", ""), ("", ""), ("False False", ""), ("( False )", "no further brackets"))],
    *[(1, header, why) for header, why in (
        ('{"descr": "<f8", "fortran_order": False, "shape": (4, 4)}', ""),
        ("{'shape': (4, 4), 'descr': \"<f8\", 'fortran_order': True}", ""),
        ("{'shape':(4,4),'fortran_order':True,'descr':'<f8'}", ""),
        ("  {  'descr'  :  '<f8'  ,  'fortran_order'  :  False  ,  'shape'  :  (4, 4)  }  ", ""),
        ("\t{'descr':\t'<f8',\t'fortran_order':\tFalse,\t'shape':\t(4, 4)}\t", ""),
        ("{u'descr': u'<f8', u'fortran_order': False, U'shape': (4, 4)}", ""),
        (NORMAL + " # of a layer", ""), ("{'descr': '<f8', 'fortran_order': False, 'shape': (4, 4),, }", ""),
        ("{, 'descr': '<f8', 'fortran_order': False, 'shape': (4, 4)}", ""),
        ("{'descr': '<f8' 'fortran_order': False, 'shape': (4, 4)}", ""),
        ("{'descr' '<f8', 'fortran_order': False, 'shape': (4, 4)}", ""),
        ("{'descr': '<f8', 'fortran_order': False}", ""), ("{'descr': '<f8', 'shape': (4, 4)}", ""),
        ("{'fortran_order': False, 'shape': (4, 4)}", ""), ("{}", ""), ("", ""), (" ", ""), ("{", ""), ("[]", ""), ("None", ""),
        ("'descr': '<f8', 'fortran_order': False, 'shape': (4, 4)", ""), (NORMAL[:-1], ""), (NORMAL[1:], ""),
        (NORMAL + "junk", ""), (NORMAL + "}", ""), (NORMAL + ",", ""), (NORMAL + " " + NORMAL, ""), ("junk" + NORMAL, ""),
        (NORMAL.replace(", }", ", 'more': 1}"), ""), (NORMAL.replace("'descr'", "descr"), ""), (NORMAL.replace("'descr'", "'Descr'"), ""),
        (NORMAL.replace("'descr'", "'descr\""), ""), (NORMAL.replace("'<f8'", "<f8"), ""), (NORMAL.replace("'<f8'", "'<f8"), ""),
        (NORMAL.replace("'<f8'", "'<f8'junk"), ""), (NORMAL.replace("'<f8'", "'<f8\\'"), ""), (NORMAL.replace("'<f8'", "''"), ""),
        (NORMAL.replace("'<f8'", "['<f8']"), ""), (NORMAL.replace("'<f8'", "8"), ""), (NORMAL.replace("'<f8'", "b'<f8'"), ""),
        (NORMAL.replace("'<f8'", "[('x', '<f8')]"), "fields have no place in a matrix"),
        (NORMAL.replace("'descr'", "'shape': (2, 2), 'descr'"), "a key given twice"),
        (NORMAL.replace("'descr'", "'descr': '<f8', 'descr'"), "a key given twice"),
        (NORMAL.replace("'<f8'", "'\\x3cf8'"), "no escapes"), (NORMAL.replace("'<f8'", "'<' 'f8'"), "strings in one piece"),
        (NORMAL.replace("'<f8'", "'''<f8'''"), "one quote at each end"), (NORMAL.replace("'<f8'", "r'<f8'"), "no prefix but u"),
        ("(" + NORMAL + ")", "no further brackets"), ("{" + NORMAL + "}", ""), ("dict(descr='<f8')", ""))],
]


def verdict(version, header):
    text = header.encode("utf-8" if version == 3 else "latin1")
    width = 2 if version == 1 else 4
    file = b"\x93NUMPY" + bytes((version, 0)) + len(text).to_bytes(width, "little") + text + bytes(1024)
    try:
        array = numpy.load(io.BytesIO(file))
    except Exception:  # what it is refused with is NumPy's own affair
        return "refused", ""
    order = "F" if array.ndim > 1 and array.flags.f_contiguous and not array.flags.c_contiguous else "C"
    return "read", f"{array.dtype.str} {order} {array.shape}"


def main():
    warnings.simplefilter("ignore")
    rows = []
    for version, header, why in HEADERS:
        numpy_says, entries = verdict(version, header)
        if numpy_says == "refused":
            why = ""
        rows.append((version, header.replace('"', "`"), numpy_says, entries, why))
    with open(sys.argv[1], "w", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("version", "header", "numpy", "entries", "ours"))
        writer.writerows(rows)


if __name__ == "__main__":
    main()
