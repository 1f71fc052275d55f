/** What a program needs to call the mock and the proxy. */
export type Servers = {
  mock: string
  proxy: string
  /** Of the app at the mock. */
  apiKey: string
  /** Of the user alice. */
  accessToken: string
  /** Of the client at the proxy. */
  proxyKey: string
}

/** What a program got from both. */
export type Seen = {
  approved: boolean
  username: string | undefined
  network: string
  ledgers: number
  payoutOf: string
  completes: boolean
  keyIsText: true
}

/** False for unknown and any, which let through everything. */
export type IsText<Value> = unknown extends Value
  ? false
  : Value extends string | undefined
    ? true
    : false
