import type { controlContract } from '../control/control-contract.ts'
import type { ControlErrorCode } from '../control/errors.ts'
import type { Evidence, OperationName } from './evidence.ts'
import { sources } from './sources.ts'

/** Defined here: there is nothing at Pi to compare it with. */
const own: Evidence = { level: 'documented', source: sources.mock }

export const controlOperationEvidence: Record<OperationName<typeof controlContract>, Evidence> = {
  world: own,
  reset: own,
  settings: own,
  clock: own,
  freezeClock: own,
  resumeClock: own,
  advanceClock: own,
  jumpClock: own,
  realClock: own,
  apps: own,
  createApp: own,
  changeApp: own,
  users: own,
  createUser: own,
  signIn: own,
  revoke: own,
  payments: own,
  createPayment: own,
  payPayment: own,
  cancelPayment: own,
  sdkReports: own,
  ledger: own,
  closeLedger: own,
  fundAccount: own,
  issueAsset: own,
  faults: own,
  addFault: {
    ...own,
    note: 'Of the page of `html-500`, title, content type and length are captured (pi-apps/pi-platform-docs issues 27, 29, 36, 71, 91, 135), its text is assumed. That Pi ever sends 429, and its body, is assumed: no sample is public. The bodies of `error` have the evidence of their codes.',
  },
  clearFaults: own,
  removeFault: own,
  refusals: own,
  explain: own,
  journal: own,
  waitForRequests: own,
  clearJournal: own,
  replayRequest: own,
  events: own,
  createAd: own,
}

export const controlErrorEvidence: Record<ControlErrorCode, Evidence> = {
  invalid_request: { ...own, note: 'Also 417: an `Expect` other than `100-continue`.' },
  origin_not_allowed: own,
  host_not_allowed: own,
  app_not_found: own,
  user_not_found: own,
  payment_not_found: own,
  fault_not_found: own,
  request_not_found: own,
  entry_not_found: own,
  not_found: own,
  method_not_allowed: own,
  already_exists: own,
  limit_reached: own,
  clock_too_far_ahead: own,
  not_replayable: own,
  payment_refused: own,
  request_too_large: own,
  unsupported_media_type: own,
  too_many_waiting: own,
  too_many_streams: own,
  internal_error: own,
}
