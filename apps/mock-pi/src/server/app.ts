import {
  inSequence,
  readJsonBody,
  readJsonOrForm,
  refuseOtherMethods,
  usePlainJson,
} from '@aloha-pi/express-server'
import { chainContract } from '@aloha-pi/contracts/chain'
import { controlContract, worldPrefix } from '@aloha-pi/contracts/control'
import { platformContract, REQUEST_ID_HEADER } from '@aloha-pi/contracts/platform'
import { walletContract } from '@aloha-pi/contracts/wallet'
import { createExpressEndpoints } from '@ts-rest/express'
import express, { type Express, type RequestHandler } from 'express'
import { realTimer } from '../clock/real-timer.ts'
import { createWaitingRoom, type WaitingRoom } from '../clock/waiting-room.ts'
import { createControlRoutes, type ControlPorts } from '../control/control-routes.ts'
import { guardControl } from '../control/guard-control.ts'
import { leadBrowsersToDocs, mountDocs } from '../docs/mount-docs.ts'
import { allowWebPages } from '../horizon/allow-web-pages.ts'
import { checkAccountId } from '../horizon/check-account-id.ts'
import { createHorizonRoutes } from '../horizon/horizon-routes.ts'
import { readFormBody } from '../horizon/read-form-body.ts'
import { negotiate } from '../horizon/negotiate.ts'
import { setDateHeader } from '../horizon/set-date-header.ts'
import { createStreamPlaces } from '../horizon/stream-places.ts'
import { BODY_LIMITS, isRestore, snapshotLimits } from '../http/body-limits.ts'
import { mountHostPage } from '../host-page/mount-host-page.ts'
import { noteRefusalsIn } from '../http/note-refusal.ts'
import type { LinkBase } from '../http/link-base.ts'
import { sendRefusal, type Refusal } from '../http/send-refusal.ts'
import { authenticate } from '../platform/authenticate.ts'
import { handlePreflights } from '../platform/cors.ts'
import type { PaymentStyleOf } from '../platform/payment-wire.ts'
import { createPlatformRoutes } from '../platform/platform-routes.ts'
import { refuseTokens } from '../platform/refuse-tokens.ts'
import { setPlatformHeaders } from '../platform/set-platform-headers.ts'
import { mountPiSignIn } from '../pi-sign-in/mount-pi-sign-in.ts'
import { mountSdkScript } from '../sdk-script/mount-sdk-script.ts'
import { guardWallet } from '../wallet-edge/guard-wallet.ts'
import type { WaitPorts } from '../http/wait-in-request.ts'
import { createWalletRoutes } from '../wallet-edge/wallet-routes.ts'
import type { World } from '../world/world.ts'
import type { WorldBook } from '../worlds/world-book.ts'
import { injectFaults } from './faults/inject-faults.ts'
import { createErrorHandler, describeFault } from './handle-error.ts'
import { sendNotFound, sendMethodNotAllowed } from './send-not-found.ts'
import { mountRpc } from './send-rpc-error.ts'
import { createHostGuard } from './guard-host.ts'
import { recordExchanges, recordResponses } from './record-exchanges.ts'
import { refuseAmbiguous } from './refuse-ambiguous.ts'
import { rejectForeignHost } from './reject-foreign-host.ts'

export type AppOptions = SharedOptions & {
  /** Where links lead: to this world. */
  linkBase: LinkBase
  /** Aborted when the world is dropped, and when the mock stops. */
  closing: AbortSignal
  worlds: WorldBook
  urlOf: ControlPorts['urlOf']
  /** The app whose messages the server makes; without one, this app is it. */
  like?: Express | undefined
}

/** Of all apps of a mock. */
export type SharedOptions = {
  /** Allowed Host names, beside the loopback ones. */
  hostNames: readonly string[]
  randomId: () => string
  log: (line: string) => void
  /** For lines that any request can cause. */
  logRefusal: (line: string) => void
}

const endpoints = {
  logInitialization: false,
  responseValidation: true,
  requestValidationErrorHandler: (
    error: Error,
    _req: unknown,
    _res: unknown,
    next: (error: Error) => void,
  ) => next(error),
} as const

/** The HTTP face of a world. */
export function createApp(world: World, options: AppOptions): Express {
  const app = openApp(options.like)
  const held = createWaitingRoom(() => world.limits.held, realTimer)
  const guard = createHostGuard(options.hostNames, world.network)
  app.use(
    inSequence(
      recordExchanges(world),
      setResponseId(options.randomId, world),
      refuseAmbiguous(options.logRefusal),
      rejectForeignHost(guard, world.network),
    ),
  )
  mountPlatform(app, world, { ...options, held })
  app.use(allowWebPages)
  leadBrowsersToDocs(app, worldPrefix(world.name))
  app.use(setDateHeader(world))
  mountRpc(app)
  mountChain(app, world, { ...options, held })
  mountControl(app, world, { ...options, held })
  const ports = {
    room: createWaitingRoom(() => world.limits.waiting, realTimer),
    closing: options.closing,
  }
  mountWallet(app, world, { ...options, ports })
  mountPiSignIn(app, world, { ...ports, refuse: sendMethodNotAllowed })
  mountDocs(app, world, sendMethodNotAllowed)
  mountSdkScript(app, sendMethodNotAllowed)
  mountHostPage(app, world, sendMethodNotAllowed)
  app.use(sendNotFound)
  app.use(createErrorHandler(options.log, world.limits))
  return app
}

/**
 * An express app whose messages are those of another one: to change the prototype of a request costs more than to match
 * its route.
 */
function openApp(like: Express | undefined): Express {
  const app = express()
  app.disable('x-powered-by').enable('case sensitive routing')
  if (like == null) {
    usePlainJson(app)
    recordResponses(app)
    return app
  }
  app.request = like.request
  app.response = like.response
  return app
}

/** Refuses each request for the reason that `refusalOf` gives, if it is one that the mock would serve at all. */
export function createRefusingApp(
  refusalOf: (req: object) => Refusal,
  { hostNames, network, randomId, logRefusal, like }: RefusingOptions,
): Express {
  const app = openApp(like)
  app.use(setResponseId(randomId), refuseAmbiguous(logRefusal))
  app.use(rejectForeignHost(createHostGuard(hostNames, network), network))
  app.use((req, res) => sendRefusal(res, refusalOf(req)))
  return app
}

type RefusingOptions = SharedOptions & { like: Express; network: World['network'] }

/** The first thing that happens to a request: its response gets an id, and the world in which refusals are noted. */
function setResponseId(randomId: () => string, world?: World): RequestHandler {
  return (_req, res, next) => {
    if (world != null) noteRefusalsIn(res, world)
    res.setHeader(REQUEST_ID_HEADER, randomId())
    res.setHeader('x-content-type-options', 'nosniff')
    next()
  }
}

/** As Rails reads them: the query counts too. A payment of the browser SDK has its amount at the top. */
const FORMS = { numbers: ['amount', 'payment.amount'], takesQuery: true } as const

function styleOf(world: World, linkBase: LinkBase): PaymentStyleOf {
  return (res) => ({ spelling: world.settings.spelling, url: linkBase(res) })
}

/** With the places of requests that a fault keeps waiting. */
type FaultyOptions = AppOptions & { held: WaitingRoom }

function mountPlatform(app: Express, world: World, { linkBase, held, closing }: FaultyOptions) {
  const style = styleOf(world, linkBase)
  createExpressEndpoints(platformContract, createPlatformRoutes(world, style), app, {
    ...endpoints,
    globalMiddleware: [
      inSequence(
        setPlatformHeaders(world),
        authenticate(world),
        readJsonOrForm(BODY_LIMITS, FORMS),
        refuseTokens,
        injectFaults({ world, style, room: held, closing }),
      ),
    ],
  })
  handlePreflights(app)
  refuseOtherMethods(app, platformContract, sendMethodNotAllowed)
}

function mountChain(app: Express, world: World, { linkBase, log, held, closing }: FaultyOptions) {
  const style = styleOf(world, linkBase)
  const horizon = createHorizonRoutes({
    world,
    url: linkBase,
    streams: createStreamPlaces(world.limits.streams),
    reportFault(fault, req, res) {
      log(describeFault(fault, req, res))
      res.destroy()
    },
  })
  createExpressEndpoints(chainContract, horizon, app, {
    ...endpoints,
    globalMiddleware: [
      negotiate,
      checkAccountId,
      readFormBody(),
      injectFaults({ world, style, room: held, closing }),
    ],
  })
  refuseOtherMethods(app, chainContract, sendMethodNotAllowed)
}

function mountControl(app: Express, world: World, options: FaultyOptions) {
  const { linkBase, held, closing, worlds, urlOf } = options
  const style = styleOf(world, linkBase)
  const room = createWaitingRoom(() => world.limits.waiting, realTimer)
  const ports = { room, closing, countHeld: held.count, worlds, urlOf }
  const routes = createControlRoutes(world, style, ports)
  const readOther = readJsonBody(BODY_LIMITS)
  const readSnapshot = readJsonBody(snapshotLimits(world.limits))
  app.use('/_mock', guardControl)
  createExpressEndpoints(controlContract, routes, app, {
    ...endpoints,
    globalMiddleware: [
      (req, res, next) => (isRestore(req.path) ? readSnapshot : readOther)(req, res, next),
    ],
  })
  refuseOtherMethods(app, controlContract, sendMethodNotAllowed)
}

function mountWallet(
  app: Express,
  world: World,
  { linkBase, ports }: Pick<AppOptions, 'linkBase'> & { ports: WaitPorts },
) {
  const routes = createWalletRoutes(world, styleOf(world, linkBase), ports)
  app.use('/_wallet', guardWallet(world))
  createExpressEndpoints(walletContract, routes, app, {
    ...endpoints,
    globalMiddleware: [readJsonBody(BODY_LIMITS)],
  })
  refuseOtherMethods(app, walletContract, sendMethodNotAllowed)
}
