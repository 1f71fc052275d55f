/** A request as it goes out: paths and bodies may be ones that no HTTP library would make. */
export type FuzzRequest = {
  method: string
  /** With its query. */
  path: string
  headers: Record<string, string>
  body: Buffer | undefined
}

/** A whole response, or why there is none. */
export type FuzzResponse =
  | { kind: 'response'; status: number; headers: Record<string, string>; text: string }
  | { kind: 'none'; reason: string }

/** A request in one line, enough to send it again. */
export function describeRequest({ method, path, headers, body }: FuzzRequest): string {
  const shown = body == null ? '' : ` ${JSON.stringify(body.toString('latin1').slice(0, 2_000))}`
  return `${method} ${path.slice(0, 500)} ${JSON.stringify(headers)}${shown}`
}
