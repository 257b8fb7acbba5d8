# A heat-table: a row per encoding, a column per criterion, a table per query-key model and context. The darker, the worse its rank.
call scripts.'/style.gp' 'encoding qk context_tok criterion shade label ranks place criterion_place'
found = ''; stats data using (each(strcol('context_tok'), 1)) nooutput
contexts = found; c_count = words(contexts)
found = ''; stats data using (each(strcol('encoding'), 1)) nooutput
encodings = found; n = words(encodings)
found = ''; stats data using (each(strcol('criterion'), 1)) nooutput
criteria = found; m = words(criteria)

# What all encodings have in common is not said in each row.
cut(text, part) = (from = strstrt(text, part), from == 0 || part eq '' ? text : text[1:from - 1].text[from + strlen(part):strlen(text)])
common(part) = (sum [k = 1:n] (strstrt(word(encodings, k).',', part.',') > 0 || strstrt(word(encodings, k).',', ':'.part[2:strlen(part)].',') > 0)) == n ? part : ''
behind(text, part) = (from = strstrt(text, part), from == 0 ? '' : text[from + strlen(part):strlen(text)])
dim = behind(word(encodings, 1), ',dim='); dim = dim[1:strstrt(dim.',', ',') - 1]
shared = dim eq '' ? '' : common(',dim='.dim)
# A long row in two lines, between two keys if there are any.
comma(text) = strlen(text) < 2 ? 0 : text[strlen(text):strlen(text)] eq ',' ? strlen(text) : comma(text[1:strlen(text) - 1])
ends(text) = strlen(text) > line ? text[1:line - 2].'..' : text
fold(text) = strlen(text) <= line ? text : (at = comma(text[1:line]), at == 0 ? ends(text) : text[1:at]."\n".ends(text[at + 1:strlen(text)]))
line = 34
short(e) = fold(shared eq '' ? e : cut(cut(e, shared), ':'.shared[2:strlen(shared)]))
# A criterion's name in two lines, and the groups that criteria make.
second(text) = (from = strstrt(text, '_'), from == 0 ? '' : "\n".text[from + 1:strlen(text)])
heads(name) = name eq 'horizon_tok' ? 'horizon' : name eq 'first_negative_tok' ? "first\nnegative" : (from = strstrt(name, '_'), from == 0 ? name : name[1:from - 1].second(name))
middle(a, b) = 0.5 * (place(criteria, a) + place(criteria, b))

on(j, c) = strcol('qk') eq word(qks, j) && strcol('context_tok') eq word(contexts, c)
x(j, c) = on(j, c) ? column('criterion_place') : NaN
found_rank(j, c) = filled('label') ? x(j, c) : NaN
best(j, c, yes) = filled('label') && (strcol('ranks') eq 'r1' || strcol('ranks')[1:3] eq 'r1-') == yes ? x(j, c) : NaN
shown(_) = strcol('label')[1:1] eq '=' ? strcol('label')[2:9] : strcol('label')
none(j, c) = filled('label') ? NaN : x(j, c)

step = 32; top = 118; table_height = n * step
tables = words(qks) * c_count
eval canvas(85 + tables * (table_height + top) + 16)
set multiplot
eval heading('Report card: what can fail, encoding by encoding', \
    'White is best, dark is worst, by rank. Below each value stands its rank, a range where limits overlap.'."\n". \
    'Bold: may be the best. >: not found so far out. Cross: no such number. See "posbias help reportcard".')
unset key; unset grid; unset xtics; unset ytics; unset colorbox
set border 0
set cbrange [0:1]
set palette defined (0 '#ffffff', 0.5 '#b5cde0', 1 '#6d93b5')
set style fill solid 1.0 border linecolor '#ffffff'
set xrange [0.5:m + 0.5]
set yrange [n + 0.5:0.5]
do for [j = 1:words(qks)] { do for [c = 1:c_count] {
    k = (j - 1) * c_count + c - 1
    y0 = 85 + top + k * (table_height + top)
    eval panel(244, 892, y0, y0 + table_height, '', '')
    unset label 3; unset label 4
    set label 5 sprintf('%s, M = %s%s', word(qks, j), word(contexts, c), shared eq '' ? '' : ', '.shared[2:strlen(shared)]) at screen across(16), down(y0 - 96) noenhanced font ',13'
    do for [e = 1:n] { set label 100 + e short(word(encodings, e)) right at graph 0, first e offset -0.8, (strlen(short(word(encodings, e))) > line ? 0.3 : 0) font ',10' noenhanced }
    do for [i = 1:m] { set label 10 + i heads(word(criteria, i)) at first i, graph 1 center offset 0, character 1.9 font ',10' noenhanced }
    set label 7 'distance bias' at first middle('aligned_mean', 'horizon_tok'), graph 1 center offset 0, character 4 font ',13'
    set label 8 'failures' at first middle('position_inversion', 'drift'), graph 1 center offset 0, character 4 font ',13'
    set label 9 'what there is to tell' at first middle('variance', 'semantic'), graph 1 center offset 0, character 4 font ',13'
    plot data using (found_rank(j, c)):(column('place')):(0.48):(0.46):(column('shade')) with boxxyerror linecolor palette notitle, \
         data using (none(j, c)):(column('place')):(0.48):(0.46) with boxxyerror linecolor '#f1f1f1' notitle, \
         data using (none(j, c)):(column('place')) with points pointtype 2 pointsize 0.9 linecolor '#999999' notitle, \
         data using (best(j, c, 0)):(column('place')):(shown(0)) with labels offset 0,0.32 font ',11' noenhanced notitle, \
         data using (best(j, c, 1)):(column('place')):('{/:Bold '.shown(0).'}') with labels offset 0,0.32 font ',11' notitle, \
         data using (found_rank(j, c)):(column('place')):(strcol('ranks')[2:9]) with labels offset 0,-0.45 font ',9' textcolor '#333333' noenhanced notitle
    eval plain
} }
unset multiplot
