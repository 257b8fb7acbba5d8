# Heat map of where heads have their pairs' products: a column per head, a row per octave of wavelength, in greys.
call scripts.'/style.gp' 'encoding qk head octave usage_share'
found = ''; stats data using (each(strcol('qk'), filled('usage_share'))) nooutput
heads = found; n = words(heads)
if (n == 0) { exit error csv.' has no usage: its queries and keys are not of the same tokens' }
found = ''; stats data using (each(strcol('encoding'), 1)) nooutput
if (words(found) > 1) { exit error csv.' has several encodings; this figure shows one' }
encodings = found
stats data using (filled('octave') ? column('octave') : NaN) name 'octave' nooutput
found = ''; stats data using (each('still', !filled('octave'))) nooutput
still = words(found) > 0
stats data using (column('usage_share')) name 'share' nooutput
bottom = octave_min; rows = octave_max - bottom + 1
y(_) = filled('octave') ? column('octave') : octave_max + 1.5
x(_) = place(heads, strcol('qk'))
cell(_) = filled('usage_share') && column('usage_share') > 0 ? 0 : NaN
numbered = 0
stats data using (filled('head') ? (numbered = 1, 0) : 0) nooutput
dark = 0.55 * share_max

eval canvas(170 + 30 * (rows + 2 * still) + (numbered ? 20 : 25 * n))
eval heading("Where heads have their pairs' products", word(encodings, 1).'. Share of mean |q_n| |k_n| by octave of wavelength, %.'.(numbered ? "\nFrom ".word(heads, 1) : ''))
y1 = 110 + 30 * (rows + 2 * still)
eval panel(95, 880, 110, y1, numbered ? 'head' : '', 'wavelength, tokens')
unset key
unset grid
set xrange [0.5:n + 0.5]
set yrange [bottom - 0.5:octave_max + 0.5 + 2 * still]
set palette defined (0 '#FFFFFF', 1 '#08306B')
set cbrange [0:share_max]
unset colorbox
set xtics 1 out
set format x ''
set ytics ('' bottom)
do for [j = bottom:octave_max:1] { set ytics add (sprintf('%.0f', 2.0**j) j) }
if (still) { set ytics add ('still' octave_max + 1.5) }
if (numbered) { set xtics autofreq; set format x '' } else {
    do for [k = 1:n] { set label 10 + k sprintf('%d: %s', k, word(heads, k)) at screen across(95),down(y1 + 45 + 25 * (k - 1)) noenhanced font ',15' }
    set xtics 1; set format x '%.0f'
}
plot data using (x(0) + cell(0)):(y(0)):(x(0) - 0.46):(x(0) + 0.46):(y(0) - 0.46):(y(0) + 0.46):(column('usage_share')) with boxxyerror fillstyle solid noborder linecolor palette notitle, \
     data using (n <= 16 && column('usage_share') <= dark ? x(0) + cell(0) : NaN):(y(0)):(sprintf('%.0f', 100 * column('usage_share'))) with labels font ',13' notitle, \
     data using (n <= 16 && column('usage_share') > dark ? x(0) + cell(0) : NaN):(y(0)):(sprintf('%.0f', 100 * column('usage_share'))) with labels font ',13' textcolor '#FFFFFF' notitle, \
     data using (numbered && filled('octave') && column('octave') == bottom ? x(0) : NaN):(bottom - 0.5):(strcol('head')) with labels offset 0,-1 font ',14' notitle
