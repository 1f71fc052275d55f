import type fc from 'fast-check'
import type { Step } from '../model/case.ts'
import { junkCompletions, notifications, oddIds, userPayments } from './platform-generators.ts'
import { junkAlohaCompletions, oddAlohaIds, shownPayments } from './aloha-generators.ts'
import { alohaWalks } from './aloha-walk.ts'
import { appPayments, appWalks } from './app-payment-generators.ts'
import { u2aWalks } from './u2a-walk.ts'

/** What makes up the steps of a property, by the name that its case has for it. */
export const generators: Readonly<Record<string, fc.Arbitrary<readonly Step[]>>> = {
  'user payments': userPayments,
  notifications,
  'junk completions': junkCompletions,
  'unusual ids': oddIds,
  'u2a walks': u2aWalks,
  'app payments': appPayments,
  'app walks': appWalks,
  'shown payments': shownPayments,
  'junk aloha completions': junkAlohaCompletions,
  'unusual aloha ids': oddAlohaIds,
  'aloha walks': alohaWalks,
}
