# The plane of two scores after FOLLOW's: a point per head, and open the normal vectors of the same moments, joined to it.
needs = 'encoding qk positional positional_lo positional_hi positional_null_normal semantic semantic_lo semantic_hi semantic_null_normal'
uses = 'head'
call scripts.'/style.gp'
shown(_) = !strstrt(strcol('qk'), 'head=all') && filled('semantic') && filled('positional')
found = ''; stats data using (each(whole(strcol('qk')), shown(0))) nooutput
names = found; n = words(names)
if (n == 0) { exit error csv.' has no head with both scores' }
found = ''; stats data using (each(strcol('encoding'), 1)) nooutput
encodings = found
found = ''; stats data using (each('numbered', shown(0) && filled('head'))) nooutput
numbered = words(found) > 0
stats data using (shown(0) ? column('semantic_hi') : NaN):(shown(0) ? column('positional_hi') : NaN) name 'most' nooutput
stats data using (shown(0) ? column('semantic_lo') : NaN):(shown(0) ? column('positional_null_normal') : NaN) name 'least' nooutput
stats data using (shown(0) ? column('semantic_null_normal') : NaN) name 'null' nooutput
many = most_records > 12
highest = 1.1 * (most_max_y > least_max_y ? most_max_y : least_max_y)
least_x = floor(20 * (least_min_x < null_min ? least_min_x : null_min)) / 20.0
most_x = ceil(20 * (most_max_x > null_max ? most_max_x : null_max)) / 20.0
x(k) = shown(0) && whole(strcol('qk')) eq word(names, k) ? column('semantic') : NaN
# A head's number stands away from the line to its normal vectors.
quarter(k, aside, up) = (column('semantic_null_normal') > column('semantic')) != aside && (column('positional_null_normal') > column('positional')) != up ? x(k) : NaN
# With more than five entries models have labels at their points farthest right.
list = names.' "normal vectors of the same moments"'
ended = direct(list)
tall = 374 + (ended && ends_height(names) > 374 ? ends_height(names) - 374 : 0)
@clear_ends
stats data using (shown(0) ? end(place(names, whole(strcol('qk'))), column('semantic'), column('positional')) : 0) nooutput

eval heading('Positional against semantic score', 'Up: change per token over largest score. Right: share of distances at which two keys keep their order. With 95 % limits'.(ended ? '. Open: normal vectors of the same moments' : '').(numbered ? '; a number is a head.' : '.'))
eval canvas(top + tall + 56 + (ended ? 0 : 24 * (n + 1)))
set multiplot
eval panel(left, right - (ended ? 30 + 7.8 * (longest(names) < label_width ? longest(names) : label_width) : 0), top, top + tall, 'semantic score', 'positional score')
set key at screen across(20),down(top + tall + 54) left top Left reverse vertical maxcols 1 maxrows n + 1 noenhanced samplen 3 spacing 1.2 font ',14'
set xrange [least_x < 0 ? 0 : least_x:most_x > 1 ? 1 : most_x]
eval from_to(0, highest)
if (ended) { ends = names; call scripts.'/ends.gp'; unset key }
size = many ? 0.6 : 0.9
plot for [k = 1:n] data using (x(k)):(column('positional')):(column('semantic_lo')):(column('semantic_hi')):(column('positional_lo')):(column('positional_hi')) \
         with xyerrorbars linestyle style(k) dashtype solid linewidth (many ? 0.4 : 0.9) pointtype 7 pointsize 0.01 notitle, \
     for [k = 1:n] data using (x(k)):(column('positional')):(column('semantic_null_normal') - column('semantic')):(column('positional_null_normal') - column('positional')) with vectors nohead linestyle 103 notitle, \
     for [k = 1:n] data using (x(k) + column('semantic_null_normal') - column('semantic')):(column('positional_null_normal')) with points pointtype 6 pointsize size linecolor '#444444' notitle, \
     for [k = 1:n] data using (x(k)):(column('positional')) with points linestyle style(k) pointsize size notitle, \
     for [side = 0:1] for [up = 0:1] for [k = 1:n] data using (quarter(k, side, up)):(column('positional')):(strcol('head')) \
         with labels offset (side ? 1 : -1) * (many ? 0.9 : 1.1),(up ? 0.6 : -0.6) font ',13' noenhanced notitle, \
     for [k = 1:n] keyentry with points linestyle style(k) title word(names, k), \
     keyentry with points pointtype 6 pointsize 0.8 linecolor '#444444' title word(list, n + 1)
unset multiplot
