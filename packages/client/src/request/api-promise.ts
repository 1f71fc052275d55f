/** The data of a response, and what came around it. */
export type WithResponse<Data> = {
  data: Data
  status: number
  /** `x-request-id` of the response. */
  requestId: string | undefined
  headers: Headers
}

/** The data of a call; `withResponse()` gives status, headers and request id as well. */
export type ApiPromise<Data> = Promise<Data> & {
  withResponse(): Promise<WithResponse<Data>>
}

/** Runs a call at once; a thrown argument error rejects like any other failure. */
export function apiPromise<Data>(run: () => Promise<WithResponse<Data>>): ApiPromise<Data> {
  const responded = (async () => run())()
  const data = responded.then((response) => response.data)
  const withResponse = () => {
    // Who asks for the whole response handles its failure there.
    data.catch(() => {})
    return responded
  }
  return Object.assign(data, { withResponse })
}

/** The same response with other data. */
export function mapData<From, To>(
  { data, ...around }: WithResponse<From>,
  map: (data: From) => To,
): WithResponse<To> {
  return { ...around, data: map(data) }
}
