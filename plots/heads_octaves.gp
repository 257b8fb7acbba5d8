# Heat map of where heads have their pairs' products: a column per head, a row per octave of wavelength, printable in grey.
needs = 'encoding qk usage_share'
uses = 'head octave'
call scripts.'/style.gp'
found = ''; stats data using (each(strcol('encoding_label'), 1)) nooutput
encodings = found
id(_) = (words(encodings) > 1 ? strcol('encoding_label').'  ' : '').strcol('qk')
found = ''; stats data using (each(id(0), filled('usage_share'))) nooutput
heads = found; n = words(heads)
if (n == 0) { exit error csv.' has no usage: its queries and keys are not of the same tokens' }
stats data using (filled('octave') ? column('octave') : NaN) name 'octave' nooutput
found = ''; stats data using (each('still', !filled('octave'))) nooutput
still = words(found) > 0
stats data using (100 * column('usage_share')) name 'share' nooutput
bottom = octave_min; rows = octave_max - bottom + 1 + 1.5 * still
y(_) = filled('octave') ? column('octave') : octave_max + 1.5
x(_) = place(heads, id(0))
cell(_) = filled('usage_share') && column('usage_share') > 0 ? 0 : NaN
# Heads of files have numbers below, and models names in a list; other models numbers that the list explains.
found = ''; stats data using (each('numbered', filled('head'))) nooutput
numbered = words(found) > 0
models_of = ''
do for [k = 1:n] { models_of = put(models_of, whole(word(heads, k))) }
list = numbered ? models_of : heads
written = n <= 16 # else a scale says what a shade is
every = ceil(n / 20.0) # so many columns have a number together
dark = 0.55 * share_max

eval heading("Where heads have their pairs' products", 'Share of mean |q_n| |k_n|, %, of wavelengths from that of a row to twice it.'.(still ? ' Still: pairs that do not rotate.' : ''))
y1 = top + 26 * rows
eval canvas(y1 + 70 + 20 * words(list) + (written ? 0 : 56))
eval panel(left, right, top, y1, numbered ? 'head' : '', 'wavelength / tokens')
unset key
unset grid
set xrange [0.5:n + 0.5]
set yrange [bottom - 0.5:bottom - 0.5 + rows]
set palette defined (0 '#FFFFFF', 1 '#08306B')
set cbrange [0:share_max]
if (written) { unset colorbox } else {
    set style fill solid noborder
    set colorbox horizontal user origin screen across(200),down(y1 + 92) size screen 330 / width,12 / height
    set cbtics scale 0.4 offset 0,0.4
    set label 5 'share, %' at screen across(185),down(y1 + 86) right font ',14'
}
set xtics 1 scale 0
set format x ''
set ytics ('' bottom)
do for [j = bottom:octave_max:1] { set ytics add (sprintf('%.0f', 2.0**j) j) }
if (still) { set ytics add ('still' octave_max + 1.5) }
y2 = y1 + (numbered ? 72 : 50) + (written ? 0 : 56)
do for [k = 1:words(list)] { set label 10 + k ''.(numbered ? '' : sprintf('%d: ', k)).word(list, k) at screen across(20),down(y2 + 20 * (k - 1)) noenhanced font ',14' }
if (numbered) {
    do for [k = 2:n] {
        if (whole(word(heads, k)) ne whole(word(heads, k - 1))) {
            set arrow from k - 0.5,graph 0 to k - 0.5,graph 1 nohead linestyle 101 front
        }
    }
} else { set format x '%.0f' }
plot data using (x(0) + cell(0)):(y(0)):(x(0) - 0.46):(x(0) + 0.46):(y(0) - 0.46):(y(0) + 0.46):(100 * column('usage_share')) with boxxyerror fillstyle solid noborder linecolor palette notitle, \
     data using (written && 100 * column('usage_share') <= dark ? x(0) + cell(0) : NaN):(y(0)):(sprintf('%.0f', 100 * column('usage_share'))) with labels font ',14' notitle, \
     data using (written && 100 * column('usage_share') > dark ? x(0) + cell(0) : NaN):(y(0)):(sprintf('%.0f', 100 * column('usage_share'))) with labels font ',14' textcolor '#FFFFFF' notitle, \
     data using (numbered && filled('octave') && column('octave') == bottom && (x(0) - 1) % every == 0 ? x(0) : NaN):(bottom - 0.5):(strcol('head')) with labels offset 0,-1 font ',14' notitle
