import type { WorkState } from '../../model/payout.ts'
import type { StateLogic } from '../step-response.ts'
import { cancelling } from './cancelling.ts'
import { created } from './created.ts'
import { creating } from './creating.ts'
import { paid } from './paid.ts'
import { received } from './received.ts'
import { signed } from './signed.ts'

/** Every state that has something to do. */
export const states: Readonly<Record<WorkState, StateLogic>> = {
  received,
  creating,
  created,
  signed,
  paid,
  cancelling,
}
