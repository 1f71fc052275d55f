import { ResponseShapeError, type ShapeFault } from '../errors/response-shape-error.ts'
import { keepAmount } from './amount-as-written.ts'
import type { ApiResponse } from './exchange.ts'
import { parseJson } from './parse-json.ts'
import type { PreparedRequest } from './prepare-request.ts'

/** The data of a declared 2xx response; throws ResponseShapeError for any other. */
export function readResponse<Data>(
  request: string,
  { reader, redact }: PreparedRequest<Data>,
  { status, bytes, requestId }: ApiResponse,
): Data {
  const refuse = (fault: ShapeFault, sentence: string, detail?: string) =>
    new ResponseShapeError(request, fault, {
      status,
      requestId,
      sentence,
      ...(detail == null ? {} : { detail }),
    })
  const read = reader(status)
  if (read == null) throw refuse('unexpected_status', 'a status that the contract does not have.')
  if (bytes.length === 0) throw refuse('not_json', 'and an empty body instead of JSON.')
  const json = parseJson(bytes)
  if (!json.ok) throw refuse('not_json', 'and a body that is not valid JSON.')
  const response = read(json.value)
  if (response.ok) {
    keepAmount(json.value, response.data)
    return response.data
  }
  const detail = redact.text(response.broken)
  throw refuse('wrong_shape', `and a body that does not match the contract: ${detail}.`, detail)
}
