import { authorizationCases } from './authorization/authorization-cases.ts'
import type { ConformanceCase } from '../model/case.ts'
import { pathCases } from './inputs/path-cases.ts'
import { operations, type Api } from '../model/operations.ts'
import { adCases } from './platform/ad-cases.ts'
import { approveCases } from './platform/approve-cases.ts'
import { platformBodyCases } from './platform/body-cases.ts'
import { completeCases } from './platform/complete-cases.ts'
import { platformFramingCases } from './platform/framing-cases.ts'
import { meCases } from './platform/me-cases.ts'
import { notificationCases } from './platform/notification-cases.ts'
import { ownershipCases } from './platform/ownership-cases.ts'
import { propertyCases } from './platform/property-cases.ts'
import { raceCases } from './platform/race-cases.ts'
import { readPaymentCases } from './platform/read-cases.ts'
import { routeCases } from './platform/route-cases.ts'
import { sdkCases } from './platform/sdk-cases.ts'
import { transitionCases } from './platform/transition-cases.ts'

import { alohaBodyCases } from './aloha/body-cases.ts'
import { alohaCompleteCases } from './aloha/complete-cases.ts'
import { detailsCases } from './aloha/details-cases.ts'
import { privateDetailsCases } from './payouts/private-details-cases.ts'
import { alohaPropertyCases } from './aloha/property-cases.ts'
import { alohaRaceCases } from './aloha/race-cases.ts'
import { alohaRouteCases } from './aloha/route-cases.ts'
import { alohaTransitionCases } from './aloha/transition-cases.ts'

import { createBodyCases } from './app-payments/body-cases.ts'
import { appCompleteCases } from './app-payments/complete-cases.ts'
import { createCases } from './app-payments/create-cases.ts'
import { appPropertyCases } from './app-payments/property-cases.ts'
import { appTransitionCases } from './app-payments/transition-cases.ts'
import { payoutBodyCases } from './payouts/body-cases.ts'
import { readPayoutCases } from './payouts/read-cases.ts'
import { refusedPayoutCases } from './payouts/refused-cases.ts'
import { repetitionCases } from './payouts/repetition-cases.ts'

const every: readonly ConformanceCase[] = [
  ...authorizationCases,
  ...meCases,
  ...sdkCases,
  ...readPaymentCases,
  ...transitionCases,
  ...approveCases,
  ...completeCases,
  ...ownershipCases,
  ...raceCases,
  ...createCases,
  ...createBodyCases,
  ...appTransitionCases,
  ...appCompleteCases,
  ...appPropertyCases,
  ...adCases,
  ...notificationCases,
  ...pathCases,
  ...platformBodyCases,
  ...platformFramingCases,
  ...propertyCases,
  ...routeCases,
  ...detailsCases,
  ...privateDetailsCases,
  ...alohaTransitionCases,
  ...alohaCompleteCases,
  ...alohaRaceCases,
  ...alohaBodyCases,
  ...alohaPropertyCases,
  ...alohaRouteCases,
  ...repetitionCases,
  ...refusedPayoutCases,
  ...readPayoutCases,
  ...payoutBodyCases,
]

/** The cases of an API: by operation in the order of its contract, what belongs to none last. */
export function casesOf(target: Api): readonly ConformanceCase[] {
  const names = [...operations(target).map(({ name }) => name), 'routes']
  const own = every.filter((each) => each.target === target)
  return names.flatMap((name) => own.filter((each) => each.operation === name))
}
