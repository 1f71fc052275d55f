/**
 * What is called of Playwright. The classes of `playwright`, `@playwright/test` and `playwright-core` have these
 * members, so none of the three is imported.
 */
export type PlaywrightRequest = {
  url(): string
  method(): string
  headers(): Record<string, string>
  postDataBuffer(): Uint8Array | null
  isNavigationRequest(): boolean
  /** Throws for requests of service workers, and for the first one of a popup. */
  frame(): { page(): { mainFrame(): { url(): string } } }
}

export type PlaywrightRoute = {
  request(): PlaywrightRequest
  fulfill(response: {
    status: number
    headers: Record<string, string>
    body: Buffer
  }): Promise<unknown>
  abort(errorCode: string): Promise<unknown>
}

export type RouteHandler = (route: PlaywrightRoute) => Promise<void>

export type PlaywrightSocket = {
  close(options: { code: number; reason: string }): Promise<unknown>
  connectToServer(): unknown
}

type RouteTarget = {
  route(url: RegExp, handler: RouteHandler): Promise<unknown>
  unroute(url: RegExp, handler: RouteHandler): Promise<unknown>
  /** Playwright has it since 1.48. */
  routeWebSocket?(
    url: RegExp,
    handler: (socket: PlaywrightSocket) => Promise<void>,
  ): Promise<unknown>
  once(event: 'close', listener: () => void): unknown
}

/** A BrowserContext of Playwright. */
export type PlaywrightContext = RouteTarget
/** A Page of Playwright. */
export type PlaywrightPage = RouteTarget & { context(): PlaywrightContext }
