"""The table of rules in the order they are asked, and the advice they give together."""

from __future__ import annotations

from collections.abc import Mapping

from analytics.advice import hip_rules, load_rules, pain_rules, words
from analytics.advice.recommendation import Finding, Missing, Recommendation, Rule, Setting
from analytics.advice.situation import Situation
from analytics.knowledge.evidence import Evidence
from analytics.knowledge.exercises import Exercise


def _always(setting: Setting) -> Finding | Missing | None:
    """G0: what this is, and what the log alone cannot say."""
    supervised = words.ratio(setting.evidence["run-rct-injury"])
    alone = words.ratio(setting.evidence["toresdahl-2020"])
    return Finding(
        "info",
        words.DISCLAIMER,
        "In supervised novices a hip-and-core programme was followed by fewer injuries: hazard ratio "
        f"{supervised}. An unsupervised one made no difference: risk ratio {alone}. Trials in runners taken "
        "together show no clear difference.",
        "Read this as a plan to talk over, not as a verdict.",
    )


RULES: tuple[Rule, ...] = (
    Rule("G1", "Is there a sign that asks for care now?", ("red-flags-general", "red-flags-back"),
         "low", pain_rules.urgent, stops=True),
    Rule("G2", "Is there a sign of a bone under stress?",
         ("bone-stress-signs", "bone-stress-return", "bone-stress-risk"), "low", pain_rules.bone, stops=True),
    Rule("G3", "Is the pain above 5 of 10, or does it change how you move?",
         ("vincent-2017-pain-rules", "pain-monitoring-strength", "ostrc-questionnaire"),
         "very_low", pain_rules.strong_pain, stops=True),
    Rule("G4", "Is the pain 3 to 5, or does it last into the next morning?",
         ("convention-reduce-run", "vincent-2017-pain-rules", "pain-monitoring-strength"),
         "very_low", pain_rules.amber),
    Rule("G5", "Is there a little pain that settles?",
         ("vincent-2017-pain-rules", "pain-monitoring-strength"), "very_low", pain_rules.green),
    Rule("R1", "Are there signs of too little energy?", ("bone-stress-risk",), "low", pain_rules.low_energy),
    Rule("L1", "Is the planned run a jump?",
         ("runsafe-small", "runsafe-moderate", "runsafe-large", "runsafe-below-ten-pct", "runsafe-reference"),
         "low", load_rules.spike),
    Rule("L2", "Does running jump this week?", ("convention-hold-with-spike",), "very_low",
         load_rules.hold_strength),
    Rule("L3", "Is there a race within seven days?", ("convention-taper-strength", "bosquet-2007-taper"),
         "very_low", load_rules.race),
    Rule("L4", "Has there been little hip work for four weeks?", ("convention-start-low",), "very_low",
         hip_rules.untrained),
    Rule("L5", "Is this the way back from an injury?", ("convention-return", "dano-run-recovery"), "very_low",
         pain_rules.returning),
    Rule("H1", "What to favour after an injury?",
         tuple(dict.fromkeys(one for each in hip_rules.EMPHASIS.values() for one in each.evidence_ids)),
         "low", hip_rules.emphasis),
    Rule("H2", "Is one side behind?", ("convention-asymmetry",), "very_low", hip_rules.asymmetry),
    Rule("Y1", "Is the athlete under 18?", ("convention-dose-target",), "very_low", hip_rules.minor),
    Rule("D1", "How much hip work this week, and what today?",
         ("convention-dose-target", "convention-weekly-step", "convention-hip-dips", "convention-placement",
          "retention-one-session"),
         "very_low", hip_rules.plan),
    Rule("G0", "What is this, and what is it not?", ("run-rct-injury", "toresdahl-2020", "wu-2024-pooled"),
         "moderate", _always),
)  # fmt: skip
"""In the order they are asked; G0 is always said, last. Rule ids follow the project's table of rules."""


def recommend(
    situation: Situation, *, evidence: Mapping[str, Evidence], exercises: Mapping[str, Exercise]
) -> list[Recommendation]:
    """Say what to do, each thing with its reason and evidence.

    The first stop rule that applies ends the advice: nothing but the stop and the line about what this is.
    Otherwise everything that applies is said, and after it what could not be judged and what is missing.

    Parameters
    ----------
    situation
        What is known of the athlete today.
    evidence, exercises
        The tables of knowledge by id.
    """
    setting = Setting(situation, evidence, exercises)
    said: list[Recommendation] = []
    unjudged: list[Recommendation] = []
    for rule in RULES:
        found = rule.apply(setting)
        if found is None:
            continue
        if rule.stops and found.is_judged:
            last = RULES[-1].apply(setting)
            return [found] if last is None else [found, last]
        (said if found.is_judged else unjudged).append(found)
    return [*said[:-1], *unjudged, said[-1]]
