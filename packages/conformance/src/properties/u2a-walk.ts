import { read, send } from '../cases/platform/have-payment.ts'
import { shownAs, u2aRules, type U2aCommand } from '../cases/platform/u2a-rules.ts'
import { walks } from './walks.ts'

const commands: readonly U2aCommand[] = ['approve', 'complete', 'complete-other', 'cancel']

/** Any commands in any order on one payment of the Platform API; after each, it is as the rules say. */
export const u2aWalks = walks({
  commands,
  first: 'approve',
  move(state, command) {
    const outcome = u2aRules[state][command]
    return 'refused' in outcome
      ? { step: { ...send(command), expect: outcome.refused }, shows: shownAs(state) }
      : {
          step: { ...send(command), expect: { status: 200, state: outcome.to } },
          shows: outcome.to,
        }
  },
  look: (state) => [{ ...read(), expect: { status: 200, state } }],
})
