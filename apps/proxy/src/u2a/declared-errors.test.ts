import { platformErrors } from '@aloha-pi/contracts'
import { alohaContract, commonAlohaErrors, type AlohaErrorCode } from '@aloha-pi/contracts/aloha'
import { expect, test } from 'vitest'
import { OTHER_TXID, TXID, piPayment, type PiState } from '../../test/pi-payment.ts'
import { refusedWrite } from './u2a-refusals.ts'
import {
  lostRefusal,
  refusedRead,
  unknownPayment,
  wrongDirection,
} from '../upstream/pi-refusals.ts'
import { unknown } from '../upstream/pi-result.ts'
import { afterRead, planCommand, type U2aCommand } from './u2a-machine.ts'

const id = 'SomePayment'
const states: PiState[] = [
  'created',
  'approved',
  'paid',
  'completed',
  'cancelled',
  'user_cancelled',
]
const payments = [
  ...states.map((state) => piPayment(state)),
  piPayment('completed', { transaction: null }),
]
const commands: U2aCommand[] = [
  { action: 'approve' },
  { action: 'complete', txid: TXID },
  { action: 'complete', txid: OTHER_TXID },
  { action: 'abort' },
]
/** Every code of Pi's, and one that no one knows. */
const refusals = [...Object.keys(platformErrors), 'rule_of_2030'].map((code) => ({
  kind: 'refused' as const,
  status: 400,
  code,
  payment: null,
  verificationError: null,
}))
const lost = unknown('timeout')
const causes = ['timeout', 'unreachable', 'unusable', 'unauthorized', 'busy'] as const

function readingResponses(): AlohaErrorCode[] {
  return [
    unknownPayment(id).code,
    wrongDirection(id, 'u2a').code,
    ...refusals.map((response) => refusedRead(id, response).code),
    ...causes.map((cause) => lostRefusal(cause).code),
  ]
}

function actingResponses(command: U2aCommand): AlohaErrorCode[] {
  const conflicts = payments.flatMap((payment) => {
    const plan = planCommand(command, payment)
    return plan.next === 'refuse' ? [plan.conflict] : []
  })
  const refused = refusals
    .filter((response) => {
      const outcome = afterRead(command, response, lost, 1)
      return outcome !== 'repeat' && outcome.kind === 'refused'
    })
    .map((response) => refusedWrite(command.action, id, response).code)
  return [...readingResponses(), ...conflicts, ...refused]
}

/** What the contract need not name for each operation is left out. */
function ownCodes(codes: AlohaErrorCode[]) {
  const common: readonly AlohaErrorCode[] = commonAlohaErrors
  return new Set(codes.filter((code) => !common.includes(code)))
}

test.each(['approve', 'complete', 'abort'] as const)(
  'the contract declares for %s the errors that can come, and no others',
  (action) => {
    const produced = commands
      .filter((command) => command.action === action)
      .flatMap((command) => actingResponses(command))
    expect(ownCodes(produced)).toEqual(new Set(alohaContract.u2a[action].metadata.errors))
  },
)

test.each(['u2a', 'a2u'] as const)(
  'the contract declares for %s/details the errors that can come, and no others',
  (direction) => {
    const declared = alohaContract[direction].details.metadata.errors
    expect(ownCodes(readingResponses())).toEqual(new Set(declared))
  },
)
