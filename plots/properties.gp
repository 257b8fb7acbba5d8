# Which property holds of which encoding: a full dot if it does, a ring if not, beside it the deviation.
needs = 'encoding property deviation holds'
uses = 'sorted'
call scripts.'/style.gp'
found = ''; stats data using (each(strcol('encoding_label'), 1)) nooutput
rows = found; n = words(rows)
found = ''; stats data using (each(strcol('property'), 1)) nooutput
names = found; m = words(names)
x(_) = place(names, strcol('property'))
y(_) = place(rows, strcol('encoding_label'))
when(test) = test ? y(0) : NaN
short(v) = v == 0 ? '0' : v < 0.01 ? sprintf('%.0e', v) : sprintf('%.2g', v)

step = 36.0
eval heading('What the score of an encoding needs to know', 'Full: the property holds. Beside it the deviation measured: for the first five from it, for path and absolute what other tokens or another position change.')
eval canvas(top + 84 + step * n + 12)
eval panel(166, 598, top + 84, top + 84 + step * n, '', '')
set xrange [0.7:m + 0.8]
set yrange [n + 0.5:0.5]
unset grid
set border 0
unset key
unset xtics
unset ytics
do for [k = 1:m] { set label 10 + k word(names, k) at first k, graph 1 + 8.0 / panel_height left rotate font ',13' noenhanced }
do for [k = 1:n] {
    said = wrap(word(rows, k), 22)
    do for [i = 1:lines_of(said)] {
        set label 1000 + 100 * k + i line(said, i) right at graph 0, first k + (i - 0.5 * (lines_of(said) + 1)) * 12.5 / step offset -0.5,0 font ',12' noenhanced
    }
}
plot data using (x(0)):(when(column('holds') == 1)) with points pointtype 7 pointsize 1 linecolor rgb '#222222', \
     data using (x(0)):(when(column('holds') == 0)) with points pointtype 6 pointsize 1 linecolor rgb '#222222', \
     data using (x(0) + 0.13):(y(0)):(short(column('deviation'))) with labels left font ',12' textcolor rgb '#333333' noenhanced
