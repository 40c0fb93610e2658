"""Groups pieces of speech by voice: a hidden Markov model whose states are speakers.

Variational Bayes with a Gaussian prior of voices, as in VBx (Landini et al. 2022, Computer Speech
and Language 71), with three additions: what was said is evidence of its own, how likely a change of
speaker is differs from place to place, and where two speak at once neither voice is learnt from.
"""

from dataclasses import dataclass
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

WORD_WEIGHT = 1.0
"""Phrases of a speaker are not independent (recipes/attribute_interviews)."""
TWO_AT_ONCE = 0.05
"""How often, before it is heard, another voice is in a piece as well (recipes/diarize)."""
ROUNDS = 12
MOST_NATS = 50.0
ENOUGH = 1e-3
"""Nats that a round must gain for another one to follow."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """What is known of pieces of speech, in the order of time.

    `points` (pieces, axes): voices, scattered within a speaker by 1 along every axis where the
    weight is 1. `weights` (pieces,): how many independent observations each is worth, 0 where
    nothing could be heard. `changes` (pieces,): prior probability that another speaker begins
    here. `log_odds` (pieces,): that a clinician says it, by its words.
    """

    points: Numbers
    weights: Numbers
    changes: Numbers
    log_odds: Numbers


@dataclass(frozen=True, slots=True)
class Grouping:
    """Speakers by piece.

    `shares` (pieces, speakers): posterior probabilities. `mixed` (pieces, speakers): that another
    one speaks at the same time, if this one does. `means`, `variances` (speakers, axes): of the
    posterior of each speaker's voice. `evidence`: lower bound of the log likelihood, by which
    groupings are compared. `role` (speakers,): from 1 for the clinician to -1 for anybody else.
    """

    shares: Numbers
    mixed: Numbers
    means: Numbers
    variances: Numbers
    evidence: float
    role: Numbers

    def reordered(self, order: list[int]) -> "Grouping":
        """The same with speakers in another order."""
        return Grouping(
            self.shares[:, order],
            self.mixed[:, order],
            self.means[order],
            self.variances[order],
            self.evidence,
            self.role[order],
        )


@dataclass(frozen=True, slots=True)
class Model:
    """`between` (axes,): variance of voices along each axis, those within a speaker being 1.

    `trust` scales the acoustic evidence of a piece: neighbouring pieces are not independent.
    `words` scales that of the words. Both chosen by recipes/diarize.
    """

    between: Numbers
    trust: float = 1.2
    words: float = WORD_WEIGHT

    def refined(self, pieces: Pieces, shares: Numbers) -> Grouping:
        """The best grouping near these shares (pieces, speakers)."""
        best = self._round(pieces, shares, np.zeros_like(shares))
        for _ in range(ROUNDS):
            better = self._round(pieces, best.shares, best.mixed)
            gained, best = better.evidence - best.evidence, better
            if gained < ENOUGH:
                break
        return best

    def assigned(self, pieces: Pieces, known: Grouping) -> tuple[Numbers, Numbers]:
        """`shares`, `mixed` of these pieces by the speakers that are known, whose voices stay."""
        heard = self._heard(pieces, known.means, known.variances)
        shares = smoothed(heard + self._said(pieces, known.role), pieces.changes)[0]
        return shares, self._mixed(pieces, known.means, known.variances, heard)

    def _round(self, pieces: Pieces, shares: Numbers, mixed: Numbers) -> Grouping:
        weighted = shares * (1 - mixed) * pieces.weights[:, None]
        variances = 1 / (1 / self.between + self.trust * weighted.sum(axis=0)[:, None])
        means = variances * self.trust * np.einsum("ps,pa->sa", weighted, pieces.points)
        role = self._role(pieces, shares)
        heard = self._heard(pieces, means, variances)
        found, likelihood = smoothed(heard + self._said(pieces, role), pieces.changes)
        # Kullback-Leibler divergence of the speakers' voices from their prior.
        shrunk = variances / self.between
        prior = 0.5 * (np.log(shrunk) - shrunk - means**2 / self.between + 1).sum()
        mixed = self._mixed(pieces, means, variances, heard)
        return Grouping(found, mixed, means, variances, float(likelihood + prior), role)

    def _heard(self, pieces: Pieces, means: Numbers, variances: Numbers) -> Numbers:
        """Expected log likelihood of the voices by speaker, less what all have in common."""
        constant = (variances + means**2).sum(axis=1) / 2
        towards = np.einsum("pa,sa->ps", pieces.points, means)
        return np.asarray(self.trust * pieces.weights[:, None] * (towards - constant))

    def _mixed(self, pieces: Pieces, means: Numbers, variances: Numbers, alone: Numbers) -> Numbers:
        """As in `Grouping`; `alone` is what `_heard` gives.

        Two at once sound like half of one and half of the other.
        """
        odds = np.zeros_like(alone)
        for speaker, other in permutations(range(len(means)), 2):
            mean = (means[[speaker]] + means[[other]]) / 2
            variance = (variances[[speaker]] + variances[[other]]) / 4
            gain = self._heard(pieces, mean, variance)[:, 0] - alone[:, speaker]
            odds[:, speaker] += np.exp(np.minimum(gain, MOST_NATS)) / (len(means) - 1)
        odds *= TWO_AT_ONCE / (1 - TWO_AT_ONCE)
        return np.asarray(odds / (1 + odds))

    def _role(self, pieces: Pieces, shares: Numbers) -> Numbers:
        """How far each speaker is taken for the clinician, in [-1, 1], shape (speakers,)."""
        totals = self.words * pieces.log_odds @ shares
        if len(totals) == 1:
            return np.asarray(np.sign(totals))
        clinician = int(totals.argmax())
        apart = totals[clinician] - np.delete(totals, clinician).max()
        roles = np.full(len(totals), -np.tanh(apart / 4))
        roles[clinician] *= -1
        return roles

    def _said(self, pieces: Pieces, role: Numbers) -> Numbers:
        """Log likelihood of the words by speaker, (pieces, speakers)."""
        return self.words * pieces.log_odds[:, None] * role / 2


def smoothed(likelihoods: Numbers, changes: Numbers) -> tuple[Numbers, float]:
    """Posterior probabilities (pieces, speakers), log likelihood of all, given those of each.

    Forward-backward; who speaks after a change is as likely to be any of the others. As products
    of matrices it takes log2(pieces) steps over whole arrays, not a step for every piece.
    """
    pieces, speakers = likelihoods.shape
    top = likelihoods.max(axis=1, keepdims=True)
    seen = np.exp(likelihoods - top).T
    if speakers == 1:
        return np.ones((pieces, 1)), float(top.sum())
    same = np.eye(speakers)[:, :, None]
    moves = same * (1 - changes) + (1 - same) * changes / (speakers - 1)
    moves[:, :, 0] = 1 / speakers
    steps = moves * seen
    before, logs = _running_products(steps)
    forward = before[0]
    after, _ = _running_products(steps[:, :, :0:-1].transpose(1, 0, 2))
    backward = np.concatenate((after.sum(axis=0)[:, ::-1], np.ones((speakers, 1))), axis=1)
    shares = forward * backward
    shares /= shares.sum(axis=0)
    return shares.T, float(np.log(forward[:, -1].sum()) + logs[-1] + top.sum())


def _running_products(matrices: Numbers) -> tuple[Numbers, Numbers]:
    """Of the first 1, 2, ... of (rows, columns, matrices), each divided by what the log is of."""
    found, logs = matrices.copy(), np.zeros(matrices.shape[2])
    reach = 1
    while reach < len(logs):
        joined = (found[:, :, None, :-reach] * found[None, :, :, reach:]).sum(axis=1)
        size = joined.max(axis=(0, 1))
        logs[reach:] = logs[:-reach] + logs[reach:] + np.log(size)
        found[:, :, reach:] = joined / size
        reach *= 2
    return found, logs
