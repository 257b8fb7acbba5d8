# Which property holds of which encoding: a full dot if it does, a ring if not, beside it the deviation.
call scripts.'/style.gp' 'encoding property deviation holds sorted'
found = ''; stats data using (each(strcol('encoding'), 1)) nooutput
rows = found; n = words(rows)
found = ''; stats data using (each(strcol('property'), 1)) nooutput
names = found; m = words(names)
if (n == 0) { exit error csv.' has no row' }
x(_) = place(names, strcol('property'))
y(_) = place(rows, strcol('encoding'))
when(test) = test ? y(0) : NaN
short(v) = v == 0 ? '0' : v < 0.01 ? sprintf('%.0e', v) : sprintf('%.2g', v)

eval canvas(150 + 26 * n)
eval heading('What the score of an encoding needs to know', 'Full: the property holds. Beside it the deviation measured: for the first five from it, for path and'."\n".'absolute what other tokens or another position change.')
eval panel(430, 890, 112, 122 + 26 * n, '', '')
set xrange [0.6:m + 0.7]
set yrange [n + 0.6:0.4]
unset grid
set border 0
unset key
unset xtics
set ytics () scale 0
set x2range [0.6:m + 0.7]
set x2tics () scale 0 offset 0,-0.4
do for [k = 1:m] { set x2tics add (word(names, k) k) }
do for [k = 1:n] { set ytics add (word(rows, k) k) }
set ytics noenhanced font ',12'
set x2tics font ',13'
plot data using (x(0)):(when(column('holds') == 1)) with points pointtype 7 pointsize 1 linecolor rgb '#222222', \
     data using (x(0)):(when(column('holds') == 0)) with points pointtype 6 pointsize 1 linecolor rgb '#222222', \
     data using (x(0) + 0.14):(y(0)):(short(column('deviation'))) with labels left font ',11' textcolor rgb '#555555' noenhanced
