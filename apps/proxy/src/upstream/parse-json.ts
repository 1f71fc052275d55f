/** Undefined for what is not JSON, as a page of a gateway is. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
