import type { ConformanceCase } from '../../model/case.ts'
import { platformCase } from '../platform/platform-case.ts'
import { haveApp, PAYING } from './have-app-payment.ts'

/** What holds of any app-to-user payment. */
export const appPropertyCases: readonly ConformanceCase[] = [
  platformCase({
    id: 'payments.create/any-valid-payment',
    title:
      'Any valid app-to-user payment is echoed to the stroop, its memo and metadata as they were',
    needs: PAYING,
    steps: [...haveApp, { forAll: 'app payments' }],
  }),
  platformCase({
    id: 'payments.get/any-app-to-user-walk',
    title: 'Any commands in any order leave an app-to-user payment as the rules say',
    needs: PAYING,
    steps: [...haveApp, { forAll: 'app walks' }],
  }),
]
