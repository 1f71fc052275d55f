/** Where the browser goes back to, and what it takes along unchanged. */
export type ReturnAddress = { redirectUri: string; state: string | undefined }

/** The first four are in Pi's documents, the others in RFC 6749 (OAuth 2.0). */
export type ReturnError = {
  error:
    | 'access_denied'
    | 'cancelled'
    | 'expired'
    | 'server_error'
    | 'invalid_request'
    | 'unsupported_response_type'
  description: string
}

/** The redirect URI with an access token in its fragment. */
export function urlWithToken(
  back: ReturnAddress,
  { token, lifetimeMs }: { token: string; lifetimeMs: number },
): string {
  return urlWith(back, {
    access_token: token,
    token_type: 'Bearer',
    expires_in: String(Math.floor(lifetimeMs / 1000)),
  })
}

/** The redirect URI with an error in its fragment. */
export function urlWithError(back: ReturnAddress, { error, description }: ReturnError): string {
  return urlWith(back, { error, error_description: description })
}

function urlWith({ redirectUri, state }: ReturnAddress, values: Record<string, string>): string {
  const fragment = new URLSearchParams({ ...values, ...(state !== undefined && { state }) })
  // For apps that decode percent-escapes alone.
  return `${redirectUri}#${fragment.toString().replaceAll('+', '%20')}`
}
