# Any table: a line for each series, or where nothing on the way of x is a number a dot; its limits beside it.
needs = ''
call scripts.'/style.gp'
axes = system('printf %s "$POSBIAS_AXES"')."\t"
axis(k) = k == 1 ? axes[1:strstrt(axes, "\t") - 1] : (rest = axes, sum [i = 2:k] (rest = rest[strstrt(rest, "\t") + 1:strlen(rest)], 0), rest[1:strstrt(rest, "\t") - 1])
x_is = axis(1); y_is = axis(2); lo_is = axis(3); hi_is = axis(4); se_is = axis(5); numbers = axis(6) eq '1'; n = axis(7) + 0
crowd = axis(8) eq '1' # more than have labels, or than are drawn one by one: dots, all alike
if (y_is eq '') { exit error csv.' has no number behind the columns that name a row' }
all = '""'
if (!crowd) {
    found = ''; stats data using (each(strcol('series'), filled('y'))) nooutput
    all = found; n = words(all)
}
words_of(name) = (at_ = strlen(name) - 3, at_ > 1 && name[at_:strlen(name)] eq '_tok' ? name[1:at_ - 1].' / tokens' : name)
limits = lo_is ne '' && hi_is ne '' ? 'Bars: '.lo_is.' to '.hi_is.'.' : se_is ne '' ? 'Bars: two standard errors, '.se_is.', each way.' : ''
low(_) = lo_is ne '' && hi_is ne '' ? (filled('lo') ? column('lo') : column('y')) : se_is ne '' && filled('se') ? column('y') - 2 * column('se') : column('y')
high(_) = lo_is ne '' && hi_is ne '' ? (filled('hi') ? column('hi') : column('y')) : se_is ne '' && filled('se') ? column('y') + 2 * column('se') : column('y')

stats data using (filled('y') ? low(0) : NaN) name 'low' nooutput
stats data using (filled('y') ? high(0) : NaN) name 'high' nooutput
stats data using (filled('y') ? column('y') : NaN) name 'value' nooutput
y_log = low_min > 0 && high_max > 300 * low_min
y_lo = y_log ? low_min / 1.5 : low_min - 0.05 * (high_max - low_min)
y_hi = y_log ? high_max * 1.5 : high_max + 0.05 * (high_max - low_min)
if (!y_log) { y_lo = y_lo - lone(low_min, high_max); y_hi = y_hi + lone(low_min, high_max) }
eval heading(words_of(y_is).(numbers ? ' against '.words_of(x_is) : ''), crowd ? sprintf('%d series, each number a dot.', n) : limits)

if (numbers) {
    stats data using (filled('x') ? column('x') : NaN) name 'far' nooutput
    stats data using (filled('x') && column('x') > 0 ? column('x') : NaN) name 'over' nooutput
    # A distance 0 has no place on a logarithmic axis: it stands apart, left of a rule.
    x_log = far_min >= 0 && found_any('over') && far_max >= 8 * over_min
    zero = x_log ? over_min / 3.0 : 0
    at(r) = x_log && r == 0 ? zero : r
    if (crowd) { n = 0 }
    @clear_ends
    stats data using (n && filled('y') && filled('x') ? end(place(all, strcol('series')), at(column('x')), column('y')) : 0) nooutput
    only(k) = strcol('series') eq word(all, k) && filled('y') && filled('x') ? at(column('x')) : NaN
    eval canvas(top + 300 + more(all, 300) + 56 + below(all))
    y1 = height - 56 - below(all)
    eval panel(left + 14, right - room(all), top, y1, words_of(x_is), words_of(y_is))
    if (x_log) {
        set logscale x
        set format x powers
        set xrange [(far_min == 0 ? zero : far_min) / 1.2:far_max * 1.2]
        if (far_min == 0) {
            set xtics add ('0' zero)
            set arrow 1 from over_min / 1.7, graph 0 to over_min / 1.7, graph 1 nohead linestyle 102
        }
    } else { set xrange [far_min - 0.03 * (far_max - far_min) - lone(far_min, far_max):far_max + 0.03 * (far_max - far_min) + lone(far_min, far_max)] }
    if (y_log) { set logscale y; set format y powers }
    if (!y_log && high_max >= 1e5) { set format y '%.2g' }
    set yrange [y_lo:y_hi]
    if (direct(all)) { ends = all; call scripts.'/ends.gp'; unset key } else { if (n > 1) { eval legend(y1 + 56, all) } else { unset key } }
    if (crowd) {
        plot data using (filled('y') && filled('x') ? at(column('x')) : NaN):(column('y')) with points linestyle 1 pointsize 0.3 notitle
    } else { plot for [k = 1:n] data using (only(k)):(low(0)):(0):(high(0) - low(0)) with vectors nohead linestyle style(k) dashtype solid linewidth 1 notitle, \
         for [k = 1:n] data using (only(k)):(column('y')) with linespoints linestyle style(k) pointsize 0.5 title word(all, k) }
} else {
    row(_) = strcol('x')
    found = ''; stats data using (each(row(0), filled('y'))) nooutput
    rows = found; m = words(rows)
    # More than five series have rows of their own.
    own = !crowd && n > 5
    row_of(_) = row(0).(own ? '  '.strcol('series') : '')
    if (own) { found = ''; stats data using (each(row_of(0), filled('y'))) nooutput; rows = found; m = words(rows) }
    alike = crowd || own
    if (alike) { all = '""'; n = 1 }
    at(k) = (alike || strcol('series') eq word(all, k)) && filled('y') ? place(rows, row_of(0)) + (n > 1 ? 0.6 * ((k - 1.0) / (n - 1) - 0.5) : 0) : NaN
    deepest = 1
    do for [k = 1:m] { deepest = lines_of(wrap(word(rows, k), 34)) > deepest ? lines_of(wrap(word(rows, k), 34)) : deepest }
    step = own ? 15 * deepest + 5 : n < 4 ? 32 : 8 * n
    label_room = 20 + 7.6 * (longest(rows) < 34 ? longest(rows) : 34)
    eval canvas(top + 10 + step * m + 56 + (n > 1 ? legend_height(all) : 0))
    y1 = top + 10 + step * m
    eval panel(label_room, right, top + 10, y1, words_of(y_is), '')
    if (y_log) { set logscale x; set format x powers }
    set xrange [y_lo:y_hi]
    set yrange [m + 0.6:0.4]
    set ytics () scale 0 font ',13' noenhanced
    percents(text) = (at_ = strstrt(text, '%'), at_ ? text[1:at_].'%'.percents(text[at_ + 1:strlen(text)]) : text) # a tic's label is a format
    do for [k = 1:m] { set ytics add (percents(wrap(word(rows, k), 34)) k) }
    if (n > 1) { eval legend(y1 + 56, all) } else { unset key }
    plot for [k = 1:n] data using (low(0)):(at(k)):(high(0) - low(0)):(0) with vectors nohead linestyle style(k) dashtype solid linewidth 1 notitle, \
         for [k = 1:n] data using (column('y')):(at(k)) with points linestyle style(k) title word(all, k)
}
