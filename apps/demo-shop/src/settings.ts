export type Settings = {
  /** The script that makes `window.Pi`: Pi's own, or a mock's `/pi-sdk.js`. */
  sdkUrl: string
  /** The Platform API and the app's key for it. */
  piUrl: string
  piKey: string
  /** The id of this app at Pi; null accepts the users of any app. */
  appId: string | null
  /** The proxy, which makes the refunds, and the shop's key for it. */
  alohaUrl: string
  alohaKey: string
  /** The SQLite file with the orders. */
  dataFile: string
}

/** Settings from environment variables. Throws with a sentence that names the variable. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  return {
    sdkUrl: readUrl('PI_SDK_URL', env['PI_SDK_URL'] ?? 'https://sdk.minepi.com/pi-sdk.js'),
    piUrl: readUrl('PI_API_URL', env['PI_API_URL'] ?? 'https://api.minepi.com'),
    piKey: required('PI_API_KEY', env['PI_API_KEY']),
    appId: env['PI_APP_ID'] ?? null,
    alohaUrl: readUrl('ALOHA_URL', env['ALOHA_URL'] ?? 'http://127.0.0.1:3142'),
    alohaKey: required('ALOHA_API_KEY', env['ALOHA_API_KEY']),
    dataFile: env['DATA_FILE'] ?? 'shop.sqlite',
  }
}

function required(name: string, value: string | undefined): string {
  if (value) return value
  throw new Error(`${name} must be set: see apps/demo-shop/README.md`)
}

/** Where the shop listens; 0 takes a free port. Throws with a sentence. */
export function readPort(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text)
  throw new Error(`PORT must be a port number from 0 to 65535, not ${JSON.stringify(text)}`)
}

function readUrl(name: string, text: string): string {
  if (/^https?:$/.test(URL.parse(text)?.protocol ?? '')) return text
  throw new Error(`${name} must be an http or https URL, not ${JSON.stringify(text)}`)
}
