# The plane of FOLLOW's two scores: a point per head, and open the normal vectors of the same moments, joined to it.
call scripts.'/style.gp' 'encoding qk head positional positional_lo positional_hi positional_null_normal semantic semantic_lo semantic_hi semantic_null_normal'
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
top = 1.1 * (most_max_y > least_max_y ? most_max_y : least_max_y)
left = floor(20 * (least_min_x < null_min ? least_min_x : null_min)) / 20.0
right = ceil(20 * (most_max_x > null_max ? most_max_x : null_max)) / 20.0
x(k) = shown(0) && whole(strcol('qk')) eq word(names, k) ? column('semantic') : NaN
# A head's number stands away from the line to its normal vectors.
quarter(k, right, up) = (column('semantic_null_normal') > column('semantic')) != right && (column('positional_null_normal') > column('positional')) != up ? x(k) : NaN
list = names.' "normal vectors of the same moments"'
under(name) = name.'With 95 % limits'.(numbered ? '; a number is a head.' : '.')

eval canvas(682 + 28 * (n + 1))
set multiplot
eval heading('Positional against semantic score', under(words(encodings) == 1 ? word(encodings, 1).'. ' : ''))
eval panel(112, 880, 92, 610, 'semantic score: share of distances at which two keys keep their order', 'positional score: change per token over largest score')
set key at screen across(40),down(682) left top Left reverse vertical maxcols 1 maxrows n + 1 noenhanced samplen 3.5 spacing 1.25 font ',15'
set xrange [left < 0 ? 0 : left:right > 1 ? 1 : right]
set yrange [0:top]
size = many ? 0.6 : 0.9
plot for [k = 1:n] data using (x(k)):(column('positional')):(column('semantic_lo')):(column('semantic_hi')):(column('positional_lo')):(column('positional_hi')) \
         with xyerrorbars linestyle style(k) dashtype solid linewidth (many ? 0.4 : 0.9) pointsize 0 notitle, \
     for [k = 1:n] data using (x(k)):(column('positional')):(column('semantic_null_normal') - column('semantic')):(column('positional_null_normal') - column('positional')) with vectors nohead linestyle 103 notitle, \
     for [k = 1:n] data using (x(k) + column('semantic_null_normal') - column('semantic')):(column('positional_null_normal')) with points pointtype 6 pointsize size linecolor '#444444' notitle, \
     for [k = 1:n] data using (x(k)):(column('positional')) with points linestyle style(k) pointsize size notitle, \
     for [side = 0:1] for [up = 0:1] for [k = 1:n] data using (quarter(k, side, up)):(column('positional')):(strcol('head')) \
         with labels offset (side ? 1 : -1) * (many ? 0.9 : 1.1),(up ? 0.6 : -0.6) font ',13' noenhanced notitle, \
     for [k = 1:n] keyentry with points linestyle style(k) title word(names, k), \
     keyentry with points pointtype 6 pointsize 0.8 linecolor '#444444' title word(list, n + 1)
unset multiplot
