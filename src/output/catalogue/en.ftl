# English: the words of charts and reports, and the original of every translation.
#
# One message a line: name = text. { $name } is a place that the program fills; keep every place, in any order. Where a
# place counts something, [one], [other] and so on give the text for each plural form of your language (Fluent syntax).
# A test compares this file with en.ftl: the same messages with the same places, or the build is red.

# What marks a translation that no person has read yet; empty once one has.
draft = { "" }
language = en
decimal-mark = .
date = { $day } { $month } { $year }

## Months, and months on an axis

month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
month-short-1 = Jan
month-short-2 = Feb
month-short-3 = Mar
month-short-4 = Apr
month-short-5 = May
month-short-6 = Jun
month-short-7 = Jul
month-short-8 = Aug
month-short-9 = Sep
month-short-10 = Oct
month-short-11 = Nov
month-short-12 = Dec

## Spans on the axis of answers

span-1 = 1 day
span-3 = 3 days
span-7 = 1 week
span-14 = 2 weeks
span-30 = 1 month
span-91 = 3 months
span-182 = 6 months
span-365 = 1 year
span-1095 = 3 years
span-3650 = 10 years

## Charts: what they share

footer = { $scenario } · seed { $seed } · { $count ->
    [one] one replication
   *[other] { $n } replications
}
days = { $count ->
    [one] { $n } day
   *[other] { $n } days
}
years = { $count ->
    [one] { $n } year
   *[other] { $n } years
}
illustration = An illustration, not a forecast.
nothing = Nothing to show: { $why }
part-of = { $name }: { $part }
between = {"; "}
axis-year = year
axis-date = date
axis-years = years since the start
axis-days = days since the start
warm-up = warm-up
margin = { $mean } ± { $half }
per-replication = per replication
quantile-05 = 5 of 100 below
quantile-25 = a quarter below
quantile-50 = median
quantile-75 = a quarter above
quantile-95 = 5 of 100 above
threshold = threshold

## Chart: effectiveness

effectiveness-title = { $share } of the foreign pieces that cases need arrive in time
effectiveness-sentence = At the end, half of the replications lie between { $low } and { $high }, nine in ten between { $lowest5 } and { $highest95 }.
effectiveness-stays-above = The median stays above the threshold of { $threshold }; its lowest is { $lowest }.
effectiveness-falls-below = The median is below the threshold of { $threshold } for { $share } of the time; its lowest is { $lowest }.
effectiveness-axis = sharing effectiveness: needed foreign pieces that arrived in time over the past year, % (fan over replications)
effectiveness-empty-title = How much of the foreign information that cases need arrives in time
effectiveness-empty = no report had enough outcomes to count.

## Chart: survival

survival-title = Cooperation still holds after { $time } in { $share } of replications
survival-sentence = It holds while sharing effectiveness has never fallen below { $threshold }. At the end the 95 % band runs from { $low } to { $high }.
survival-half = Half of the replications have fallen below after { $time }.
survival-no-half = More than half of the replications never fall below.
survival-axis = replications that have never fallen below the threshold, % (95 % band)
survival-empty-title = How long cooperation holds above the threshold
survival-empty = no replication had enough outcomes to tell.
at-risk = replications at risk

## Chart: threats

threats-title = { $share } of threats are disrupted
threats-reached = Of what cooperation could add, { $share } is reached.
threats-sentence = Alone, nations would disrupt { $alone }; with everything shared at once, { $best }.
threats-axis = threats that could be followed to their end, %
threats-empty-title = What became of threats
threats-empty = no threat came in the time that is reported.
all-classes = all classes
disrupted = disrupted
attacked = attack took place
alone = alone
best = best
never = never
undefined = –

## Chart: funnel

funnel-title = Of 100 foreign pieces that cases need, { $n } help to disrupt a threat
funnel-loss = The largest loss is from “{ $from }” to “{ $to }”: { $share } of what was needed.
funnel-refused = The most frequent reason to refuse: { $reason } ({ $share }).
funnel-stages = pieces per replication that got as far as …, share of those needed
funnel-outcomes = requests per replication by outcome, share of all
funnel-reasons = refused requests by reason, share of the refused
funnel-empty-title = What became of requests
funnel-empty = no request was made in the time that is reported.

## Chart: answers

answers-title = Half are answered within { $fast } ({ $kind }) to { $slow } ({ $other })
answers-title-one = Half of the requests ({ $kind }) are answered within { $fast }
answers-sentence = Days from submission to the first reply; requests that nobody answered count as censored (Kaplan–Meier, 95 % bands). Answered within 30 days: { $shares }.
answers-axis = requests answered so far, %
answers-time = time since submission (logarithmic)
answers-empty-title = How long requesters wait for an answer
answers-empty = no request was submitted in the time that is reported.

## Chart: nations

nations-title = { $gains } gains most, { $gives } gives most
nations-title-one = { $gains } gains and gives most
nations-title-gains = { $gains } gains most
nations-title-gives = { $gives } gives most
nations-title-none = What each nation gains and what it gives
nations-sentence = Harm averted is the harm that a nation would have suffered alone minus what it suffers; { $losers ->
    [0] none of { $n } surely loses by it
    [one] one of { $n } surely loses by it
   *[other] { $losers } of { $n } surely lose by it
}. { $third ->
    [one] The one that gives most gives
   *[other] The { $third } that give most give
} { $share } of all pieces. Thin lines: 95 % intervals.
nations-shown = The { $shown } that gain most are shown; nations.csv has all.
nations-given = pieces given, per replication
nations-averted = harm averted, per replication
nations-empty-title = What each nation gains and gives
nations-empty = the table of nations has no numbers.

## Chart: backlog

backlog-title = Longest queue: { $n } requests wait at the { $station } of { $nation }
backlog-station = { $station } { $middle } in the middle nation and { $longest } in the longest queue
backlog-sentence = Waiting on average over the reported time: { $stations }. Nations that are not named are grey.
backlog-axis = { $station }: requests waiting, mean over replications
backlog-empty-title = How many requests wait at each station
backlog-empty = the table of stations has no rows.

## Chart: matrix

matrix-title-up = Mean trust rises from { $before } to { $after }
matrix-title-down = Mean trust falls from { $before } to { $after }
matrix-title-same = Mean trust stays at { $after }
matrix-sentence = Each row is a nation, each cell its trust in another; columns are in the same order, blocs together. Means: { $means }.
matrix-scale = trust of the row in the column (0: none, 1: full), mean over replications
matrix-empty-title = Who trusts whom
matrix-empty = the table of pairs has no rows.

## Chart: network

network-title = { $n ->
    [one] The mean trust of one of { $all } pairs
   *[other] The mean trust of { $n } of { $all } pairs
} over replications reaches { $trust } at the end ({ $share })
network-title-none = No pair’s mean trust over replications reaches { $trust } at the end
network-sentence = A line joins two nations whose trust in each other, as the mean over replications, is at least { $trust }. { $between } of the lines join different blocs. { $hub } has the most partners, { $n }.
network-none = A line would join two nations whose trust in each other, as the mean over replications, is at least { $trust }. In single replications pairs may reach it: trusting_pairs in series.csv counts them.
network-blocs = blocs (nations)
network-more = and { $n } more
network-lines = lines: mutual trust
network-within = within a bloc (here { $trust })
network-between = between blocs (here { $trust })
network-empty-title = Who trusts each other at the end
network-empty = the table of pairs has no rows for the end.

## Chart: shock

shock-title = Up to { $points } points of sharing effectiveness are lost to “{ $shock }”
shock-sentence = Mean difference between the same worlds with and without the shock, with its 95 % interval. The largest loss is a maximum, so it is not nought even without any effect.
shock-axis = sharing effectiveness, difference in percentage points
shock-days = days after the shock
shock-depth = largest loss { $value } points (95 % interval { $low } to { $high })
shock-recovery = less than a tenth of the level missing after { $value } days ({ $low } to { $high })
shock-no-recovery = a tenth of the level or more missing to the end
shock-area = in all the loss of { $value } days of full effectiveness ({ $low } to { $high })
shock-area-gain = in all the gain of { $value } days of full effectiveness ({ $low } to { $high })
shock-back = under a tenth
shock-empty-title = What a shock does to sharing
shock-empty = the scenario has no shock, or the run left out the worlds without it (--paired none).

## Names that tables use: kinds, classes, stages, outcomes, reasons, stations, moments

name-police-query = police query
name-intelligence = intelligence
name-evidence = evidence
name-arrest-warrant = arrest warrant
name-spontaneous = offers
name-terrorism = terrorism
name-cyberattack = cyber-attack
name-cybercrime = cybercrime
name-trafficking = trafficking
name-wanted = needed
name-sent = asked or offered
name-answered = answered
name-willing = willing
name-delivered = delivered
name-in-time = in time
name-useful = used to disrupt
name-delivered-in-time = delivered in time
name-delivered-late = delivered late
name-refused = refused
name-unanswered = unanswered
name-no-information = no information
name-pending = pending
name-legal = law
name-privacy = privacy
name-sovereignty = sovereignty
name-political = politics
name-trust = lack of trust
name-reciprocity = reciprocity
name-capacity = no capacity
name-moot = case over
name-desk = intelligence desk
name-authority = central authority
name-start = at the start
name-before-shock = before the shock
name-after-shock = after the shock
name-end = at the end

## Measures, as a part of a sentence or a line of a table

measure-threats = threats that arrived
measure-cohort = threats that could be followed to their end
measure-disruption-rate = threats disrupted
measure-disruption-rate-alone = threats disrupted if nobody shared
measure-disruption-rate-best = threats disrupted if all was shared
measure-cooperation-efficiency = reached of what cooperation could add
measure-attacks = threats that became attacks
measure-harm = harm done by attacks
measure-harm-averted = harm averted by sharing
measure-convictions = matters in which justice was done
measure-dismantled = networks dismantled
measure-requests = requests between nations
measure-granted-share = answers that were yes
measure-refused-share = answers that were no
measure-refused-legal = refusals for want of a legal basis
measure-refused-privacy = refusals for privacy
measure-refused-sovereignty = refusals for sovereignty
measure-refused-political = refusals for politics
measure-refused-trust = refusals for want of trust
measure-refused-reciprocity = refusals for want of reciprocity
measure-unanswered-share = requests that nobody answered in time
measure-in-time-share = answers that came in time
measure-answer-days-p50 = days until half are answered
measure-answer-days-p90 = days until nine in ten are answered
measure-wait-days-desk = days waited at intelligence desks
measure-wait-days-authority = days waited at central authorities
measure-backlog-mean = requests waiting
measure-utilization-desk = how busy intelligence desks are
measure-utilization-authority = how busy central authorities are
measure-leaks = leaks
measure-misuses = misuses of what was shared
measure-privacy-harm = privacy harm
measure-exposure = exposure of personal data
measure-mean-trust = trust between two nations
measure-trust-within-blocs = trust within blocs
measure-trust-between-blocs = trust between blocs
measure-trust-gini = inequality of trust (Gini)
measure-legal-compatibility = legal compatibility
measure-treaty-coverage = pairs that a treaty binds
measure-implemented-coverage = treaty implemented between two nations
measure-trusting-pairs = pairs that trust each other
measure-largest-trusting-component = nations in the largest circle of trust
measure-hub-dependence = deliveries over the busiest channel
measure-sharing-effectiveness = needed foreign pieces that came in time
measure-accessions = ratifications
measure-exits = exits from organizations and treaties
measure-suspensions = suspensions of sharing
measure-prevented-follow-ups = follow-up threats prevented
measure-cost = cost
measure-events = events simulated

## Options, drivers and units

baseline = baseline
kicker-comparison = options against the baseline, on the same luck
driver-law = law
driver-trust = trust
driver-interests = interests
driver-capacity = capacity
driver-total = all together
unit-share = points
unit-d = days
unit-threats = threats
unit-attacks = attacks
unit-requests = requests
unit-jobs = requests
unit-pieces = pieces
unit-leaks = leaks
unit-misuses = misuses
unit-personal = units of personal data
unit-matters = matters
unit-networks = networks
unit-accessions = ratifications
unit-exits = exits
unit-suspensions = suspensions
unit-consents = consents
unit-harm = units of harm
unit-events = events
change-interval = { $change } (95 % interval { $low } to { $high })

## Chart: forest

forest-title = { $option } leads: { $change } of { $measure }
forest-title-none = No option can be told from the baseline by { $measure }
forest-sentence = Mean difference to the baseline on the same luck. Thick lines: 95 % interval of one difference; thin lines: interval that holds for all options of the column at once.
forest-better = better
forest-worse = worse
forest-neither = no detectable difference, or neither better nor worse
forest-empty-title = What each option changes
forest-empty = the folder holds no comparison.

## Chart: nations under the leading option

nation-options-title = With { $option }, { $better ->
    [0] no nation surely suffers less harm
    [one] one of { $n } nations surely suffers less harm
   *[other] { $better } of { $n } nations surely suffer less harm
}, { $worse ->
    [0] none surely more
    [one] one surely more
   *[other] { $worse } surely more
}
nation-options-sentence = Difference to the baseline by nation, the largest fall in harm first. Thick lines: 95 % interval of one difference; thin lines: interval that holds for all nations of the column at once.
nation-options-shown = { $shown } of { $n } are shown; nation_differences.csv has all.
nation-options-empty-title = What the leading option changes for each nation
nation-options-empty = the folder holds no differences by nation.

## Chart: drivers

drivers-title = Of what { $option } changes, { $driver } carries most
drivers-sentence = The difference in { $measure } ({ $unit }), shared out over four drivers so that their order does not matter (Shapley values); they add up to the whole. Lines: 95 % intervals.
drivers-empty-title = Why options work
drivers-empty = nobody asked for it (--decompose).

## Chart: options under each shock

shock-options-title = After “{ $shock }”, sharing effectiveness is highest on average with { $option }: { $change }
shock-options-title-none = After no shock is sharing effectiveness surely higher with an option than in the baseline
shock-options-sentence = Sharing effectiveness from the shock on, less the baseline’s under the same shock, in percentage points. Lines: 95 % intervals.
shock-options-empty-title = How options hold up under shocks
shock-options-empty = the scenario has no shock, or the run left out the worlds without it (--paired none).

## Chart: robustness

robustness-title = If assumptions are wrong, { $option } is regretted least: { $regret } on average
robustness-sentence = { $worlds ->
    [one] One world
   *[other] { $worlds } worlds
} with other values of the uncertain assumptions; judged by { $measure }. Regret: how much worse than the best option of that world. The spread here is over worlds, not an error of estimation.
robustness-difference = difference to the baseline, { $unit }: mean, and from 5 to 95 of 100 worlds
robustness-regret = regret, { $unit }: mean, and up to the worst world
robustness-best = worlds in which the option is best, %
robustness-satisficing = worlds in which { $target } holds, % (95 % interval)
robustness-empty-title = How options do when assumptions are wrong
robustness-empty = nobody asked for it (--uncertainty).

## Chart: tornado

tornado-title = The answer leans most on { $assumption }
tornado-sentence = What { $option } changes, when one assumption goes from its low to its high value, all else and the luck equal. { $flips ->
    [0] None of the { $n } shown turns the sign.
    [one] One of the { $n } shown turns the sign.
   *[other] { $flips } of the { $n } shown turn the sign.
} Broken line: as the scenario stands.
tornado-values = now { $value }; from { $low } to { $high }
tornado-mechanism = { $name } (on or off)
tornado-empty-title = Which assumptions the answer leans on
tornado-empty = no assumption was varied.

## Chart: trade-offs

tradeoffs-title = { $front ->
    [one] One of { $n } choices is beaten by no other
   *[other] { $front } of { $n } choices are beaten by no other
} in harm, privacy and cost together
tradeoffs-sentence = Differences to the baseline: higher is more harm averted; further right is more privacy harm (left map) or more cost (right map). Lines: 95 % intervals.
tradeoffs-averted = harm averted, against the baseline
tradeoffs-privacy = privacy harm beyond the baseline’s
tradeoffs-cost = cost beyond the baseline’s, { $unit }
tradeoffs-front = no other is at least as good in all three
tradeoffs-beaten = another is at least as good in all three
tradeoffs-empty-title = What is traded for what
tradeoffs-empty = the folder holds no comparison.

## The answer in five sentences: a comparison

no-detectable-difference = no detectable difference
interval = { $low } to { $high } { $unit }
interval-unknown = an unknown interval (one replication tells nothing of luck)
headline-option = { $measure }, with { $option }
headline-none = between the best option ({ $option }) and the baseline in { $measure }
headline-interval = 95 % interval for all options at once: { $interval }
headline-level-interval = 95 % interval { $interval }
headline-once = in one replication
headline-efficiency = of what cooperation could add is reached
question-which = Which option?
question-how-much = How much better?
question-for-whom = For whom?
question-price = At what price?
question-how-sure = How sure?
answer-which = Judged by { $measure }, { $option } does best{ $count ->
    [one] {" "}and is the only option
   *[other] {" "}of { $count } options
}.
answer-which-none = Judged by { $measure }, { $count ->
    [one] the option makes no detectable difference
   *[other] none of the { $count } options makes a detectable difference for the better
}; { $option } has the best mean.
answer-which-once = Judged by { $measure }, { $option } comes out best{ $count ->
    [one] {" "}and is the only option
   *[other] {" "}of { $count } options
}.
answer-which-cheapest = { $best } costs { $cost }; of what costs { $least }, { $option } does best.
answer-which-same = So it does judged by { $measure }.
answer-which-other = Judged by { $measure }, it is { $option }.
answer-which-other-none = Judged by { $measure }, there is no detectable difference for the better (best mean: { $option }).
answer-how-much = { $measure }: from { $from } to { $to }, that is { $change } (95 % interval for all options at once: { $interval }).
answer-how-much-once = { $measure }: from { $from } to { $to }, that is { $change }.
answer-harm = Harm changes by { $relative } ({ $change }; interval { $interval }).
answer-harm-none = In harm there is no detectable difference ({ $relative }, { $change }; interval { $interval }).
answer-harm-once = Harm changes by { $relative } ({ $change }).
answer-whom = Of { $n } nations, { $better ->
    [0] none surely suffers less harm
    [one] one surely suffers less harm
   *[other] { $better } surely suffer less harm
} and { $worse ->
    [0] none surely more
    [one] one surely more
   *[other] { $worse } surely more
}.
answer-whom-fall = The largest fall: { $nation } ({ $change }).
answer-whom-rise = The largest rise: { $nation } ({ $change }).
answer-whom-once = Of { $n } nations, { $less ->
    [0] none suffers less harm
    [one] one suffers less harm
   *[other] { $less } suffer less harm
} and { $more ->
    [0] none more
    [one] one more
   *[other] { $more } more
}.
answer-whom-unknown = The folder has no table by nation.
answer-price = { $cost } over { $time }, discounted to today.
answer-side = Side effects for the worse: { $list }{ $more ->
    [0] {""}
   *[other] {" "}and { $more } more
}.
answer-side-none = No side effect for the worse was detected.
answer-cheaper = { $option } brings { $share } of the gain for { $cost }.
nearly-certain = more than 99 %
answer-sure = It is the best with a probability of { $share }.
answer-sure-once = One replication tells nothing of luck: another may come out otherwise.
answer-rivals = It cannot be told apart from { $list }{ $more ->
    [0] {""}
   *[other] {" "}and { $more } more
}.
answer-guarantee = The search guarantees with 95 % that no other is better by { $delta } or more.
answer-guarantee-missing = That no other is better by { $delta } or more is not yet guaranteed; about { $needed } replications of each option would be needed.
answer-turns = At least one assumption can turn its sign.
answer-worlds = In { $share } of the worlds with other assumptions it is the best.
answer-luck-only = This covers the luck of the replications only: if the assumptions are wrong, so is the answer.

## The answer in five sentences: one run

question-what = What happens?
question-how-well = How well does cooperation work?
question-obstacle = What stands in the way?
question-whom-price = For whom, at what price?
run-what = { $share } of threats are disrupted; if nobody shared it would be { $alone }, if all was shared at once { $best }.
run-how-well = Of what cooperation could add, { $share } is reached; { $timely } of the foreign pieces that cases need arrive in time.
run-obstacle = { $refused } of decided requests are refused, and { $unanswered } of all are not answered in time.
run-reason = The most frequent reason to refuse is { $reason } ({ $share }).
run-whom = { $gains } gains most, and { $gives } gives most.
run-whom-gains = { $gains } gains most; which nation gives most cannot be told.
run-whom-gives = { $gives } gives most; which nation gains most cannot be told.
run-whom-none = Which nation gains most, and which gives most, cannot be told.
run-price = A replication has { $leaks } and a privacy harm of { $privacy }.
run-cost = The option costs { $cost }.
run-how-sure = The numbers rest on { $count ->
    [one] one replication, which tells nothing of luck.
   *[other] { $n } replications; ± is the 95 % interval of their luck, not of the assumptions.
}
run-survival = Cooperation holds above the threshold of { $threshold } to the end in { $share } of them.

## Names of verdicts, pathways, quantities and standings

name-better = better
name-worse = worse
name-higher = higher
name-lower = lower
name-no-detectable-difference = no detectable difference
name-equal = no difference at all
name-pathway-refusals = refusals
name-pathway-outcomes = outcomes of requests
name-pathway-pieces = pieces that got as far as
name-pathway-days = time
name-pathway-congestion = taken back by congestion
name-wait-desk = wait for the intelligence desk
name-wait-authority = wait for the central authority
name-review-desk = review at the intelligence desk
name-review-authority = review at the central authority
name-answer-p50 = days until half are answered
name-answer-p90 = days until nine in ten are answered
name-level = level from the shock on
name-depth = depth of the dent
name-area = area of the dent
name-standing-dominated = another averts as much for no more money
name-standing-extended = a mix of two others does better
name-disrupted = disrupted
name-attacked = attack took place
name-disrupted-alone = would be disrupted alone
name-disrupted-best = would be disrupted at best
measure-pieces-given = pieces given
measure-pieces-received = pieces received
measure-requests-received = requests received
measure-reciprocity = reciprocity
measure-refused-given = requests refused by it
measure-refused-received = requests refused to it
measure-withheld = consents withheld
measure-cooperation-efficiency-own = reached of what cooperation could add, by its own yardstick

## Report: page

skip-to-answer = To the answer
contents = Contents
made-by = Made by comity { $version } from the tables and the manifest of this folder, and from nothing else. All intervals are 95 % intervals.
incomplete = Incomplete: some replications are missing
basis-comparison = { $options ->
    [one] One option against the baseline
   *[other] { $options } options against the baseline
} on the same luck · { $count ->
    [one] one replication each
   *[other] { $n } replications each
} · { $time }
basis-run = One run: { $option } · { $count ->
    [one] one replication
   *[other] { $n } replications
} · { $time }
basis-from = from { $start }
figure-data = The numbers of this figure
range = { $low } to { $high }
yes = yes
no = no
nobody = nobody
section-answer = The answer in five sentences
section-options = The options
section-why = Why it works
section-tradeoffs = What is traded for what
section-shocks = Holding up under each shock
section-robustness = If the assumptions are wrong
section-nations = By nation
section-assumptions = What was assumed
section-certainty = How sure we are
section-leaning = What the answer leans on
section-reproduction = How to reproduce it
section-measures = The measures
section-threats = Threats and cooperation
section-sharing = Requests and answers

## Report: headings of columns

column-option = option
column-measure = measure
column-driver = driver
column-change = difference to the baseline
column-baseline = baseline
column-averted = harm averted
column-privacy = privacy harm
column-cost = cost, discounted
column-front = chance that nothing beats it
column-worlds-mean = difference, mean over worlds
column-worlds-range = from 5 to 95 of 100 worlds
column-regret = mean regret
column-worst-regret = largest regret
column-best-share = best in so many worlds
column-satisficing = target met in so many worlds
column-worlds-sd = spread over worlds
column-monte-carlo-sd = error of one world’s difference (all share their luck)
column-nation = nation
column-bloc = bloc
column-shock = shock
column-quantity = quantity
column-assumption = assumption
column-value = value
column-low-high = from low to high
column-at-low = difference at the low value
column-at-high = difference at the high value
column-swing = swing
column-day = day
column-holding = still holding
column-low = lower end
column-high = upper end
column-kind = kind
column-stage = stage
column-count = per replication
column-class = class
column-fate = fate
column-answered = answered
column-depth = largest loss
column-recovery = recovery
column-area = summed loss
column-given = pieces given
column-received = pieces received
column-key = key
column-meaning = what it is
column-source = source
column-deeds = what it does
column-one-off = once
column-yearly = a year
column-simultaneous = 95 % interval for all options at once
column-best = chance to be the best
column-side-effects = for the worse, beyond doubt
column-pathway = way
column-item = what
column-over = compared with
column-ratio = money for a further unit of harm averted
column-standing = standing
column-weights = weights
column-first = first
column-score = score
column-reversal = another than under the given weights
column-estimate = estimate
column-interval = 95 % interval

## Report: sections of a comparison

options-intro = Differences to the baseline, the world as it stands, replication by replication on the same luck. ▲ better and ▼ worse only where the interval that holds for all options at once leaves no doubt; everything else is said to be no detectable difference.
options-caption = What each option changes, what it costs, and what it does for the worse
cell-none = { $change } ({ $verdict })
side-effects-none = none detected
why-intro = What changed on the way from the option to its effect: only steps whose 95 % interval leaves out nought.
why-caption = With { $option }, per replication
why-nothing = No step on the way changed beyond the luck of the replications.
why-not-decomposed = The effect was not decomposed over law, trust, interests and capacity; comity compare --decompose 40 does it.
tradeoffs-intro = There is no single number that weighs harm, privacy and money for the reader. An option stays in the choice when no other is at least as good in all three.
tradeoffs-caption = Cost-effectiveness: harm averted against cost, the cheapest first
ratio-interval = { $ratio } ({ $low } to { $high })
ratio-unbounded = { $ratio } (interval without bound)
standing-fair = in the choice
rankings-caption = Which option is first under the weights of the scenario, and under changed ones
shocks-intro = Each option meets the same shocks on the same luck as the baseline.
shocks-none = The scenario has no shock, or the run left out the worlds without it.
robustness-intro = Other values of the assumptions that nobody knows exactly, and other structures of the model: kept apart from the luck of the replications.
robustness-no-ranges = The scenario gives no ranges ([uncertainty.NAME]) from which other worlds could be drawn: the answer holds for the assumptions as they stand.
robustness-none = This was not asked for: comity compare --uncertainty 40 draws other worlds from the ranges in the scenario. Until then the answer holds for the assumptions as they stand.
nations-intro = Gains and burdens of the leading option against the baseline; intervals hold for all nations, or all blocs, at once.
nations-caption = With { $option }, by bloc
nations-leave = Leave more organizations and treaties: { $list }.
nations-withhold = Withhold consent more often: { $list }.
nations-refuse = Refuse more requests: { $list }.

## Report: assumptions, certainty, reproduction

assumptions-intro = Every number here follows from these assumptions. Each has its source: a citation, the scenario, or the word assumption.
assumptions-inventory = The world has { $nations ->
    [one] one nation
   *[other] { $nations } nations
}, { $organizations ->
    [one] one organization
   *[other] { $organizations } organizations
}, { $instruments ->
    [one] one legal instrument
   *[other] { $instruments } legal instruments
}, { $classes ->
    [one] one class of threats
   *[other] { $classes } classes of threats
} and { $shocks ->
    [one] one shock
   *[other] { $shocks } shocks
}. The attributes of nations and pairs are in the scenario that manifest.json holds.
assumptions-set = Values that the scenario sets
assumptions-things = What the scenario says of its organizations, instruments, channels, classes and shocks
assumptions-default = Defaults that it leaves as they are
assumptions-scenario = the scenario
assumptions-options = What each option does, and what that costs
certainty-replications = The tables rest on { $count ->
    [one] one replication, which tells nothing of luck
   *[other] { $n } replications
} of each world. The intervals tell how far the luck of the replications may have moved a number, and nothing else.
certainty-luck = Every option meets the same luck as the baseline, so a difference is not the difference of two draws.
certainty-simultaneous = Verdicts go by intervals that hold for all options of a measure at once with 95 % (Bonferroni), so that many options do not make a chance finding likely.
certainty-reduction = The same luck has saved replications: independent runs would have needed about { $factor } times as many.
certainty-search = The search for the best ({ $procedure }): { $said }
certainty-undetectable = In { $measure } there is no detectable difference between the baseline and { $list }. That is not proof that there is none: it is smaller than these replications can show.
certainty-all-detectable = In { $measure } every option differs detectably from the baseline.
certainty-assumptions = If an assumption is wrong, so may be the answer; no interval covers that.
certainty-illustration = The scenario is an illustration: named nations are drawn with coarse public attributes, and nothing here forecasts what any of them will do.
certainty-lost = { $count ->
    [one] One replication was lost and is in no table.
   *[other] { $count } replications were lost and are in no table.
}
leaning-intro = The five assumptions that move the answer most when each goes alone from a low to a high value, on the same luck.
leaning-none = No assumption was varied in this comparison.
reproduction-intro = With version { $version } of comity, this command gives the same tables, byte for byte, on any number of threads:
reproduction-scenario = manifest.json holds the scenario with everything merged into it, and it can itself be run. docs/columns.md says what every column means.
reproduction-without-charts = This report has no charts: the program that made it was built without them. The tables beside it hold their numbers.
reproduction-decides = What decides every number
reproduction-fingerprint = fingerprint of { $option }
reproduction-merged = If a file of the scenario has changed since, the same from the merged scenario, in the folder of this report:
measures-intro = Estimates over replications with their 95 % intervals.
measures-caption = What happened, per replication
