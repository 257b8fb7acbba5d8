# What every figure shares: the data, its series, the canvas, the line styles.
# call scripts.'/style.gp' 'COLUMNS NEEDED'
# In: stem, format (svg or png), scripts, set by posbias plot, which has the data open as 3 and the drawing as 4: so no path is
# ever part of a command. POSBIAS_COLUMNS, the names of the columns between tabs.

# ---- Data ------------------------------------------------------------------------------------------------------------
csv = stem.'.csv'
data = '/dev/fd/3'
set datafile separator tab
set datafile columnheaders
set datafile missing NaN # a filtered row is as good as absent: lines go on past it

# gnuplot warns of a missing column and exits 0, so ask for each.
columns = system('printf %s "$POSBIAS_COLUMNS"')
do for [name in ARG1] {
    if (!strstrt("\t".columns."\t", "\t".name."\t")) { exit error sprintf('%s has no column "%s"', csv, name) }
}

# Most figures have distances on a logarithmic axis.
if (strstrt(' '.ARG1.' ', ' distance_tok ')) {
    found = ''; stats data using (column('distance_tok') > 0 ? (found = 'some', 0) : 0) nooutput
    if (found eq '') { exit error csv.' has no row at a distance over 0' }
}

filled(name) = strcol(name) ne ''
# Lists are quoted words; put() appends a word that is new. each(WORD, TEST) is for `stats data using`: it collects into `found`.
quoted(word) = '"'.word.'"'
put(list, word) = strstrt(list, quoted(word)) ? list : list.(list eq '' ? '' : ' ').quoted(word)
each(word, test) = test ? (found = put(found, word), 0) : 0
place(list, word) = sum [k = 1:words(list)] (word(list, k) eq word ? k : 0)

# A series is one encoding under one query-key model; the model is named in the legend only if there are several.
qks = ''
models = strstrt("\t".columns."\t", "\tqk\t") > 0
found = ''
if (models) { stats data using (each(strcol('qk'), 1)) nooutput; qks = found }
series(_) = strcol('encoding').(words(qks) > 1 ? '  '.strcol('qk') : '')
model = words(qks) == 1 ? 'Query-key model '.word(qks, 1).'.' : ''

# Heads of one model: its string without head=..., which is what is left of it for all heads.
after(q) = (i = strstrt(q, 'head='), i == 0 ? '' : q[i:strlen(q)])
tail(q) = (rest = after(q), i = strstrt(rest, ','), i == 0 ? '' : rest[i + 1:strlen(rest)])
before(q) = (i = strstrt(q, 'head='), i == 0 ? q : q[1:i - 1])
stem_of(q) = (t = before(q).tail(q), c = t[strlen(t):strlen(t)], c eq ',' || c eq ':' ? t[1:strlen(t) - 1] : t)
whole(q) = after(q) eq '' ? q : stem_of(q)

# ---- Canvas, in pixels from the top left; each function gives commands for eval -----------------------------------------
width = 900.0
output = '/dev/fd/4'
svg = "svg fixed size 900,%g font 'sans-serif,16'"
png = "pngcairo size 1800,2*%g font 'DejaVu Sans,16' fontscale 1.5 linewidth 2.4 pointscale 2.8 dashlength 1.4"
canvas(h) = (height = 1.0 * h, sprintf('set terminal '.(format eq 'svg' ? svg : png)." enhanced rounded background '#ffffff'; set output output", h))
across(x) = x / width
down(y) = 1 - y / height
heading(title, under) = (title_text = title, under_text = under, sprintf( \
    "set label 1 title_text at screen %.6f,%.6f font ',20' noenhanced; ".\
    "set label 2 under_text at screen %.6f,%.6f font ',15' textcolor '#444444' noenhanced", \
    across(16), down(26), across(16), down(52)))
panel(x0, x1, y0, y1, x_name, y_name) = (x_text = x_name, y_text = y_name, sprintf( \
    'set lmargin at screen %.6f; set rmargin at screen %.6f; set tmargin at screen %.6f; set bmargin at screen %.6f; '. \
    'set label 3 x_text at screen %.6f,%.6f center; set label 4 y_text at screen %.6f,%.6f center rotate', \
    across(x0), across(x1), down(y0), down(y1), across(0.5 * (x0 + x1)), down(y1 + 50), across(x0 - 73), down(0.5 * (y0 + y1))))
plain = 'unset label 1; unset label 2; unset key' # after the first panel

# The legend: as many columns as its longest word allows, below y.
longest(list) = (length = 0, sum [k = 1:words(list)] (length = strlen(word(list, k)) > length ? strlen(word(list, k)) : length, 0), length)
fitting(list) = longest(list) > 42 || words(list) == 1 ? 1 : longest(list) > 20 ? 2 : 3
legend_height(list) = 28 * ceil(1.0 * words(list) / fitting(list))
legend(y, list) = sprintf( \
    "set key at screen %.6f,%.6f left top Left reverse vertical maxcols %d maxrows %d noenhanced samplen 3.5 spacing 1.25 width 1 font ',15'", \
    across(40), down(y), fitting(list), ceil(1.0 * words(list) / fitting(list)))

# ---- Line styles: Okabe and Ito's palette, ordered for contrast; dash and shape tell the series apart in grey -------------
array palette[8] = ['#0072B2', '#D55E00', '#009E73', '#000000', '#CC79A7', '#E69F00', '#56B4E9', '#7F7F7F']
array shape[8] = [7, 5, 9, 13, 11, 6, 4, 8]
set style line 100 linecolor '#DDDDDD' linewidth 1
set style line 101 linecolor '#444444' linewidth 1.2 dashtype (8, 5)
set style line 102 linecolor '#444444' linewidth 1.5 dashtype (2, 4)
set style line 103 linecolor '#888888' linewidth 1.2
set for [k = 1:8] style line k linecolor rgb palette[k] linewidth 2 pointtype shape[k] pointsize 0.7
set style line 2 dashtype (12, 5)
set style line 3 dashtype (12, 4, 2, 4)
set style line 4 dashtype (3, 4)
set style line 5 dashtype (20, 5)
set style line 6 dashtype (12, 4, 2, 4, 2, 4)
set style line 7 dashtype (6, 4)
style(k) = 1 + (k - 1) % 8

set errorbars 0
set pointintervalbox 0
unset mxtics
unset mytics
set border 3 linecolor '#444444'
set tics nomirror out scale 0.6 textcolor '#222222' font ',15'
set grid linestyle 100
set style fill transparent solid 0.15 noborder
powers = '10^{%T}'

