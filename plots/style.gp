# What every figure shares: the data, its series, the canvas, the line styles.
# needs = 'COLUMNS'; uses = 'COLUMNS'; takes = 'COLUMNS'; over = 'COLUMNS'; call scripts.'/style.gp'
# In: needs, columns that have to have cells, uses, columns that may be empty, takes, columns that may be absent, and over, those of them whose numbers
# are over 0 (posbias plot reads these lines to see which figure a table fits, and hands over these columns only); stem, format (svg, png or pdf), scripts, set by posbias plot, which has the data open as 3 and the drawing
# as 4: so no path is ever part of a command. In the environment, between tabs: POSBIAS_COLUMNS, the columns' names; POSBIAS_AXES;
# POSBIAS_COMMON, what all rows have in common.

# ---- Data ------------------------------------------------------------------------------------------------------------
# What begins with 'posbias: ' is for the user; posbias plot prints it without the script's name and line.
csv = 'posbias: the table'
data = '/dev/fd/3'
set datafile separator tab
set datafile columnheaders
set datafile commentschars '' # a cell may begin with any of them
set datafile missing NaN # a filtered row is as good as absent: lines go on past it

columns = system('printf %s "$POSBIAS_COLUMNS"')
common_text = system('printf %s "$POSBIAS_COMMON"')
advice = system('printf %s "$POSBIAS_ADVICE"') # what makes fewer rows

# Most figures have distances on a logarithmic axis.
if (strstrt(' '.needs.' '.(exists('uses') ? uses : '').' ', ' distance_tok ')) {
    found = ''; stats data using (column('distance_tok') > 0 ? (found = 'some', 0) : 0) nooutput
    if (found eq '') { exit error csv.' has no row at a distance over 0' }
}

filled(name) = strcol(name) ne ''
# Lists are quoted words; put() appends a word that is new, to a list that is not longer than any figure's. each(WORD, TEST) is for `stats data using`: it collects into `found`.
quoted(word) = '"'.word.'"'
put(list, word) = strlen(list) > 200000 || strstrt(list, quoted(word)) ? list : list.(list eq '' ? '' : ' ').quoted(word)
each(word, test) = test ? (found = put(found, word), 0) : 0
place(list, word) = sum [k = 1:words(list)] (word(list, k) eq word ? k : 0)

# stats leaves what it is to set unset where there is no number.
found_any(name) = exists(name.'_records')

# A series is one encoding under one query-key model, by what varies of both: what does not is in the title.
qks = ''
models = strstrt("\t".columns."\t", "\tqk\t") > 0
found = ''
if (models) { stats data using (each(strcol('qk'), 1)) nooutput; qks = found }
series(_) = strcol('encoding_label').(words(qks) > 1 ? '  '.strcol('qk_label') : '')

# Heads of one model: its string without head=..., which is what is left of it for all heads.
after(q) = (at_ = strstrt(q, 'head='), at_ == 0 ? '' : q[at_:strlen(q)])
tail(q) = (rest = after(q), at_ = strstrt(rest, ','), at_ == 0 ? '' : rest[at_ + 1:strlen(rest)])
before(q) = (at_ = strstrt(q, 'head='), at_ == 0 ? q : q[1:at_ - 1])
stem_of(q) = (t = before(q).tail(q), c = t[strlen(t):strlen(t)], c eq ',' || c eq ':' ? t[1:strlen(t) - 1] : t)
whole(q) = after(q) eq '' ? q : stem_of(q)

# More series than can be told apart, or than gnuplot draws in some seconds. Any table has dots instead.
series_most = 400
if (strstrt("\t".columns."\t", "\tencoding\t") && stem ne 'lines') {
    found = ''; counted = 0
    stats data using (counted = counted + 1, each(strcol('encoding_label').(models ? '  '.whole(strcol('qk_label')) : ''), 1)) nooutput
    if (words(found) > series_most) { exit error sprintf('%s has over %d series; %s, or draw --figure=lines', csv, series_most, advice) }
    if (counted * words(found) > 1e6) { exit error sprintf('%s has %d rows of %d series, over the 1000000 of their product; %s, or draw --figure=lines', csv, counted, words(found), advice) }
}

# ---- Canvas, in pixels from the top left; what is a string of commands is for eval -----------------------------------------
# A figure is 600 pixels wide so that in half a column, 8.5 cm, 15 pixels are 6 points: nothing is set below 12.
width = 600.0
output = '/dev/fd/4'
across(x) = x / width
down(y) = 1 - y / height
svg = "svg fixed size 600,%g font 'sans-serif,15'"
png = "pngcairo size 1800,3*%g font 'DejaVu Sans,15' fontscale 2.25 linewidth 3.6 pointscale 4.2 dashlength 2.4"
pdf = "pdfcairo size 8.5cm,%g*8.5/600cm font 'DejaVu Sans,15' fontscale 0.301 linewidth 0.7 pointscale 0.7 dashlength 1.8"
if (format eq 'pdf' && !strstrt(' '.GPVAL_TERMINALS.' ', ' pdfcairo ')) {
    exit error 'posbias: this gnuplot has no pdfcairo, which draws PDF; the package gnuplot-nox has one that does'
}

# A text in lines of up to `most` characters, parted behind blanks, commas or colons.
last_of(text, mark) = strlen(text) == 0 ? 0 : text[strlen(text):strlen(text)] eq mark ? strlen(text) : last_of(text[1:strlen(text) - 1], mark)
parted(text, most) = (cut = last_of(text[1:most + 1], ' '), cut < most / 2 ? (cut = last_of(text[1:most], ',')) : 0, \
    cut < most / 3 ? (cut = last_of(text[1:most], ':')) : 0, cut < most / 3 ? most : cut)
wrap(text, most) = strlen(text) <= most ? text : wrap_at(text, most, parted(text, most))
wrap_at(text, most, at) = text[1:at]."\n".wrap(text[at + 1:strlen(text)], most)
lines_of(text) = text eq '' ? 0 : 1 + sum [i = 1:strlen(text)] (text[i:i] eq "\n")
line(text, k) = (at_ = strstrt(text, "\n"), k == 1 ? (at_ ? text[1:at_ - 1] : text) : line(text[at_ + 1:strlen(text)], k - 1))

# The heading: a title, what all rows have in common, how to read the figure. top is where it ends. Terminals differ in how far
# apart the lines of one label stand, so each line is a label.
heading(title, note) = (title_text = wrap(title, 58), shared_text = wrap(common_text, 72), note_text = wrap(note, 72), \
    shared_y = 24 + 22 * lines_of(title_text), note_y = shared_y + 18 * lines_of(shared_text), top = note_y + 18 * lines_of(note_text) - 2, '')
height_most = 10000 # a PNG has three pixels for each, and may have 32767
canvas(h) = (height = 1.0 * h, height > height_most ? "exit error sprintf('posbias: the drawing would be %.0f pixels tall, over %d; %s', height, height_most, advice)" : sprintf('set terminal '.(format eq 'svg' ? svg : format eq 'png' ? png : pdf)." enhanced rounded background '#ffffff'; set output output; ".heads_set, h))
heads_set = "do for [k = 1:lines_of(title_text)] { set label 100000 + k line(title_text, k) at screen across(10),down(24 + 22 * (k - 1)) font ',17' noenhanced }; ".\
    "do for [k = 1:lines_of(shared_text)] { set label 110000 + k line(shared_text, k) at screen across(10),down(shared_y + 18 * (k - 1)) font ',14' noenhanced }; ".\
    "do for [k = 1:lines_of(note_text)] { set label 120000 + k line(note_text, k) at screen across(10),down(note_y + 18 * (k - 1)) font ',14' textcolor '#444444' noenhanced }"
left = 82; right = 588 # of panels that are as wide as the figure
panel(x0, x1, y0, y1, x_name, y_name) = (panel_height = y1 - y0, x_text = x_name, y_text = y_name, sprintf( \
    'set lmargin at screen %.6f; set rmargin at screen %.6f; set tmargin at screen %.6f; set bmargin at screen %.6f; '. \
    'set label 3 x_text at screen %.6f,%.6f center noenhanced; set label 4 y_text at screen %.6f,%.6f center rotate noenhanced', \
    across(x0), across(x1), down(y0), down(y1), across(0.5 * (x0 + x1)), down(y1 + 45), across(x0 - 67), down(0.5 * (y0 + y1))))
plain = 'do for [k = 1:lines_of(title_text)] { unset label 100000 + k }; do for [k = 1:lines_of(shared_text)] { unset label 110000 + k }; do for [k = 1:lines_of(note_text)] { unset label 120000 + k }; unset key' # after the first panel

# Up to five series have a legend below y, in two columns if their words allow; more have labels at the ends of their lines (ends.gp).
longest(list) = (length = 0, sum [k = 1:words(list)] (length = strlen(word(list, k)) > length ? strlen(word(list, k)) : length, 0), length)
fitting(list) = longest(list) > 27 || words(list) == 1 ? 1 : 2
legend_height(list) = 24 * ceil(1.0 * words(list) / fitting(list))
legend(y, list) = sprintf( \
    "set key at screen %.6f,%.6f left top Left reverse vertical maxcols %d maxrows %d noenhanced samplen 3 spacing 1.2 width 1 font ',14'", \
    across(20), down(y), fitting(list), ceil(1.0 * words(list) / fitting(list)))
direct(list) = words(list) > 5
label_width = 25 # characters of a label at a line's end
room(list) = direct(list) ? 30 + 7.8 * (longest(list) < label_width ? longest(list) : label_width) : 0
label_line = 14.0; label_gap = 4 # pixels, of labels at the ends of lines
ends_height(list) = sum [k = 1:words(list)] (label_gap + label_line * lines_of(wrap(word(list, k), label_width)))
# Points with limits that share a place on a logarithmic axis stand side by side: series k of n is moved by this factor to the power of
# k - (n + 1) / 2. They fill at most half of the way to the next place; where there is one place, a piece of the axis around it.
# A line through one place would not be seen: there it is a piece as long as the points stand apart.
beside(step, k, n) = step**(k - 0.5 * (n + 1))
piece(step) = step > 1 ? step**0.45 : 1.08
apart(low, high, places, n) = n < 2 ? 1 : places > 1 ? (1.0 * high / low)**((places < 10 ? 0.25 : 0.5) / n / (places - 1)) : 1.6**(1.0 / n)
# By how much a panel of that height has to grow for its labels.
more(list, tall) = direct(list) && ends_height(list) > tall ? ends_height(list) - tall : 0
below(list) = direct(list) || words(list) < 2 ? 0 : legend_height(list)
# The legend below y, or labels for which y_lo, y_hi and y_log say what the axis is.
names_set(list, y) = (ends = list, legend_y = y, "if (direct(ends)) { call scripts.'/ends.gp'; unset key } else { if (words(ends) > 1) { eval legend(legend_y, ends) } else { unset key } }")
ends_id = 200 # the next label's, and no arrow's is higher
no_ends = 'do for [k = 200:ends_id] { unset label k; unset arrow k }' # after the panel that has them
# An axis from what stats found, with some room.
y_lo = 0; y_hi = 1; y_log = 0
# By how much an axis of one place, or of places that no axis tells apart, is longer each way: as a number of that size can be.
size_of(low, high) = abs(low) > abs(high) ? abs(low) : abs(high)
lone(low, high) = abs(high - low) > 1e-12 * size_of(low, high) ? 0 : size_of(low, high) > 1e3 ? 1e-3 * size_of(low, high) : 1
around(low, high) = (y_lo = low - 0.06 * (high - low) - lone(low, high), y_hi = high + 0.06 * (high - low) + lone(low, high), 'set yrange [y_lo:y_hi]')
from_to(low, high) = (y_lo = low, y_hi = lone(low, high) > 0 ? low + lone(low, high) : high > low ? high : low + 1, 'set yrange [y_lo:y_hi]')
# A logarithmic axis that may have one place.
over_to(low, high) = (x_lo = high > low ? low : low / 2.0, x_hi = high > low ? high : high * 2.0, 'set xrange [x_lo:x_hi]')
# Where series k ends: the point farthest right that has a number.
array end_x[series_most]; array end_y[series_most]
clear_ends = 'do for [k = 1:series_most] { end_x[k] = NaN; end_y[k] = NaN }'
end(k, x, y) = k > 0 && k <= series_most && x == x && y == y && !(end_x[k] > x) ? (end_x[k] = x, end_y[k] = y, 0) : 0

# ---- Line styles: Okabe and Ito's palette, ordered for contrast, orange and sky blue darker for white paper; dash and shape tell the series apart in grey -------------
array palette[16] = ['#0072B2', '#D55E00', '#009E73', '#000000', '#CC79A7', '#C08400', '#3D93C6', '#7F7F7F', \
                     '#0072B2', '#D55E00', '#009E73', '#000000', '#CC79A7', '#C08400', '#3D93C6', '#7F7F7F']
array shape[16] = [7, 5, 9, 13, 11, 6, 4, 8, 12, 10, 14, 2, 1, 7, 5, 9]
set style line 100 linecolor '#DDDDDD' linewidth 1
set style line 101 linecolor '#444444' linewidth 1.2 dashtype (8, 5)
set style line 102 linecolor '#444444' linewidth 1.5 dashtype (2, 4)
set style line 103 linecolor '#888888' linewidth 1.2
set for [k = 1:16] style line k linecolor rgb palette[k] linewidth (k < 9 ? 2 : 1.2) pointtype shape[k] pointsize 0.7
set for [k = 0:1] style line 2 + 8 * k dashtype (12, 5)
set for [k = 0:1] style line 3 + 8 * k dashtype (12, 4, 2, 4)
set for [k = 0:1] style line 4 + 8 * k dashtype (3, 4)
set for [k = 0:1] style line 5 + 8 * k dashtype (20, 5)
set for [k = 0:1] style line 6 + 8 * k dashtype (12, 4, 2, 4, 2, 4)
set for [k = 0:1] style line 7 + 8 * k dashtype (6, 4)
style(k) = 1 + (k - 1) % 16
marks(k) = k < 9 ? 0.7 : 0.5

set errorbars 0
set pointintervalbox 0
unset mxtics
unset mytics
set border 3 linecolor '#444444'
set tics nomirror out scale 0.6 textcolor '#222222' font ',14'
set grid linestyle 100
set style fill transparent solid 0.15 noborder
powers = '10^{%T}'
