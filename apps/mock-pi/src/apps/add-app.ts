import type { Ledger } from '../ledger/ledger.ts'
import { openAccount } from '../ledger/open-account.ts'
import type { AppStore, NewApp, PiApp } from './app-store.ts'

/** A new app with Pi in its wallet. */
export function addApp(
  { apps, ledger }: { apps: AppStore; ledger: Ledger },
  fields: NewApp,
): PiApp {
  const app = apps.create(fields)
  openAccount(ledger, app.wallet)
  return app
}
