import type { ConformanceCase } from '../../model/case.ts'
import { PLAYED } from '../platform/platform-case.ts'
import { alohaCase, havePayment } from './have-payment.ts'

/** What holds of any input: made up from the schemas and the rules, as often as the run says. */
export const alohaPropertyCases: readonly ConformanceCase[] = [
  alohaCase({
    id: 'u2a.details/any-payment',
    title: 'Any payment is shown as Pi shows it, to the stroop',
    needs: PLAYED,
    steps: [{ forAll: 'shown payments' }],
  }),
  alohaCase({
    id: 'u2a.details/any-walk',
    title: 'Any commands in any order leave the payment in the expected state, here and at Pi',
    needs: PLAYED,
    steps: [{ forAll: 'aloha walks' }],
  }),
  alohaCase({
    id: 'u2a.complete/any-junk',
    title: 'A completion with any other body is refused, and completes nothing',
    needs: PLAYED,
    steps: [...havePayment('paid'), { forAll: 'junk aloha completions' }],
  }),
  alohaCase({
    id: 'u2a.details/any-odd-id',
    title: 'Any text as an id is unknown or refused',
    needs: [],
    steps: [{ forAll: 'unusual aloha ids' }],
  }),
]
