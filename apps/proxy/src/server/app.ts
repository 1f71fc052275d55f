import { alohaContract } from '@aloha-pi/contracts/aloha'
import {
  readJsonOrForm,
  refuseOtherMethods,
  usePlainJson,
  type AmountText,
} from '@aloha-pi/express-server'
import { createExpressEndpoints } from '@ts-rest/express'
import express, { type Express } from 'express'
import helmet from 'helmet'
import type { Logger } from 'pino'
import { logAccess } from '../http/access-log.ts'
import { handleErrors } from '../http/handle-errors.ts'
import { mountHealth, type FindObstacle } from '../http/health-routes.ts'
import { limitAddresses, limitCallers } from '../http/limit-requests.ts'
import { createReportFault } from '../telemetry/logger.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import type { RateLimit } from '../http/rate-limit.ts'
import { mountReference } from '../http/reference-routes.ts'
import { refusal } from '../http/refusal.ts'
import { refuseAmbiguous } from '../http/refuse-ambiguous.ts'
import { nameRequests } from '../http/request-id.ts'
import { requireClient } from '../http/require-client.ts'
import { requireHost, requireLocalHost } from '../http/require-host.ts'
import { sendRefusal } from '../http/send-refusal.ts'
import type { Authenticate } from '../keys/authenticate.ts'
import type { Payments } from '../u2a/payments.ts'
import type { Payouts } from '../a2u/payouts.ts'
import { createPayoutRoutes } from '../a2u/payout-routes.ts'
import { createU2aRoutes } from '../u2a/u2a-routes.ts'

export type AppDeps = {
  payments: Payments
  payouts: Payouts
  authenticate: Authenticate
  limits: { perAddress: RateLimit; perKey: RateLimit; anonymous: RateLimit }
  findObstacle: FindObstacle
  log: Logger
  metrics: Metrics
  /** Milliseconds that never go back. */
  clock: () => number
  newId: () => string
  /** How Pi wrote the amount of a payment that it sent. */
  amountText: AmountText
  settings: {
    /** Proxies in front of this one; their X-Forwarded-For is trusted for as many hops. */
    trustProxy: number
    publicDetails: boolean
    /** In front of a mock: the key that is accepted, and the addresses whose names are the only ones served. */
    development?: { key: string; bound: readonly string[] } | undefined
  }
}

/** For JSON there is nothing to load; the reference page brings its own policy. */
const JSON_POLICY = {
  useDefaults: false,
  directives: { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] },
}
const BODY_LIMITS = { bytes: 16_384, depth: 8, keys: 64 }
const FORMS = { numbers: ['payment.amount'], takesQuery: false }

/** The express app: no environment, no listening. */
export function createApp(deps: AppDeps): Express {
  const { log, settings, clock, limits } = deps
  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', settings.trustProxy === 0 ? false : settings.trustProxy)
  app.set('query parser', 'simple')
  app.enable('case sensitive routing')
  usePlainJson(app, deps.amountText)
  const reportFault = createReportFault(log)

  const logged = logAccess(deps)
  app.use(nameRequests(deps.newId), helmet({ contentSecurityPolicy: JSON_POLICY }))
  app.use(refuseAmbiguous(logged), requireHost)
  const { development } = settings
  if (development != null) app.use(requireLocalHost(development.bound))
  const { findObstacle } = deps
  mountHealth(app, { findObstacle, clock, onFault: (error) => reportFault(undefined, error) })
  app.use(logged, limitAddresses(limits.perAddress))
  mountReference(app, { developmentKey: development?.key })
  mountContract(app, deps)
  app.use(handleErrors({ maxBodyBytes: BODY_LIMITS.bytes, reportFault }))
  return app
}

function mountContract(app: Express, deps: AppDeps) {
  const { payments, payouts, authenticate, limits, settings } = deps
  const { publicDetails } = settings
  const routes = { u2a: createU2aRoutes(payments), a2u: createPayoutRoutes(payouts) }
  createExpressEndpoints(alohaContract, routes, app, {
    globalMiddleware: [
      requireClient({ authenticate, publicDetails }),
      limitCallers(limits),
      readJsonOrForm(BODY_LIMITS, FORMS),
    ],
    responseValidation: true,
    logInitialization: false,
    requestValidationErrorHandler: (error, _req, _res, next) => next(error),
  })
  refuseOtherMethods(app, alohaContract, ({ method, path }, res, allow) =>
    sendRefusal(res, refusal('method_not_allowed', { method, path: shown(path), allow })),
  )
  app.use(({ method, path }, res) =>
    sendRefusal(res, refusal('route_not_found', { method, path: shown(path) })),
  )
}

/** Enough of a path to recognise it. */
function shown(path: string): string {
  return path.length > 100 ? `${path.slice(0, 100)}…` : path
}
