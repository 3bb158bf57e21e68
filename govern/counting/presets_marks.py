"""The rules that count marks, by name."""

from collections.abc import Callable

from govern.counting import marks, yesno
from govern.counting.inputs import CountInput
from govern.counting.stages import Record

COUNTS: dict[str, Callable[[CountInput], Record]] = {
    "fptp": marks.first_past_the_post,
    "block-vote": marks.block_vote,
    "approval": marks.approval,
    "approval-majority": marks.approval_majority,
    "yes-no": yesno.simple,
    "yes-no-two-thirds": yesno.two_thirds,
    "yes-no-three-quarters": yesno.three_quarters,
}
