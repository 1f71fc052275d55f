import type { Request } from 'express'
import type { AppStore, PiApp } from '../apps/app-store.ts'
import { unknownApp } from '../control/find-actors.ts'
import type { UserPayment } from '../payments/payment-record.ts'
import { findPayment } from '../payments/payment-world.ts'
import type { World } from '../world/world.ts'
import { walletRefusal } from './wallet-refusal.ts'

/** As browsers write the origins of pages of this machine. */
const LOOPBACK_ORIGIN = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/

/**
 * Who calls. `local`: a page of this machine, a page that the mock itself serves, or a program; `app` has registered its
 * origin. `registered`: another page of that app. `foreign`: any other page.
 */
export type CallingPage =
  | { kind: 'local'; app: PiApp | undefined }
  | { kind: 'registered'; app: PiApp }
  | { kind: 'foreign'; origin: string }

/** The request of a page, or of a program. */
export type Caller = Pick<Request, 'headers'>

/** Judges a caller by the headers that a browser sets and no page can change. */
export function callingPage(apps: AppStore, { headers }: Caller): CallingPage {
  const { origin, host } = headers
  if (origin == null) return judgeSite(headers['sec-fetch-site'])
  const app = apps.findByOrigin(origin)
  if (LOOPBACK_ORIGIN.test(origin) || origin === `http://${host}`) return { kind: 'local', app }
  return app == null ? { kind: 'foreign', origin } : { kind: 'registered', app }
}

/** Images, scripts and links of a page send no Origin. */
function judgeSite(site: string | string[] | undefined): CallingPage {
  const isOwn = site === undefined || site === 'same-origin' || site === 'none'
  return isOwn ? { kind: 'local', app: undefined } : { kind: 'foreign', origin: 'another site' }
}

type FoundApp =
  | { ok: true; app: PiApp }
  | {
      ok: false
      refusal:
        | ReturnType<typeof unknownApp>
        | ReturnType<typeof walletRefusal<'origin_not_allowed'>>
    }

/** The app of that id, else the one of the calling page, else the first. A registered page acts for its app only. */
export function findPageApp(world: World, caller: Caller, id: string | undefined): FoundApp {
  const page = callingPage(world.apps, caller)
  if (page.kind === 'foreign') return { ok: false, refusal: refusePage(page.origin) }
  const app = id == null ? (page.app ?? world.apps.first()) : world.apps.find(id)
  if (app == null) return { ok: false, refusal: unknownApp(id) }
  return page.kind === 'registered' && page.app !== app
    ? { ok: false, refusal: refusePage(caller.headers.origin) }
    : { ok: true, app }
}

/** The user-to-app payment of that id, if the calling page may see it. */
export function findPagePayment(world: World, caller: Caller, id: string): UserPayment | undefined {
  const payment = findPayment(world, id)
  if (payment?.direction !== 'user_to_app') return undefined
  const page = callingPage(world.apps, caller)
  if (page.kind === 'foreign') return undefined
  return page.kind === 'local' || page.app.id === payment.appId ? payment : undefined
}

export function refusePage(origin = 'another site') {
  return walletRefusal('origin_not_allowed', { origin })
}
