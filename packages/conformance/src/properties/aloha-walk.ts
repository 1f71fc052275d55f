import { atPi, details, send, success } from '../cases/aloha/have-payment.ts'
import { alohaRules, type AlohaCommand } from '../cases/aloha/u2a-rules.ts'
import { shownAs } from '../cases/platform/u2a-rules.ts'
import { walks } from './walks.ts'

const commands: readonly AlohaCommand[] = ['approve', 'complete', 'complete-other', 'abort']

/** Any commands in any order on one payment; after each, the target and the Pi behind it agree with the rules. */
export const alohaWalks = walks({
  commands,
  first: 'approve',
  move(state, command) {
    const outcome = alohaRules[state][command]
    return 'refused' in outcome
      ? { step: { ...send(command), expect: outcome.refused }, shows: shownAs(state) }
      : { step: { ...send(command), expect: success(outcome.to) }, shows: outcome.to }
  },
  look: (state) => [
    { ...details(), expect: { status: 200, state } },
    { ...atPi(), expect: { status: 200, state } },
  ],
})
