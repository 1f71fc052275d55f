/** Errors of the mock's own control API: HTTP status and message (`{name}` is filled in). */
export const controlErrors = {
  invalid_request: { status: 400, message: '{field} {rule}' },
  origin_not_allowed: { status: 403, message: 'A page of {origin} may not control the mock' },
  host_not_allowed: {
    status: 403,
    message:
      'The mock does not serve the host {host}. To allow it, start the mock with --host-name and this name',
  },
  world_mismatch: { status: 400, message: '{one}, but {other}. Send only one of them' },
  world_required: {
    status: 400,
    message:
      '{one} is known only in copies of a world: {names}. Name one by the header x-mock-world or by the path /w/NAME',
  },
  world_not_found: {
    status: 404,
    message:
      'There is no world {id}. POST /_mock/worlds with this name makes it; GET /_mock/worlds lists the worlds',
  },
  app_not_found: { status: 404, message: 'There is no app {id}' },
  user_not_found: { status: 404, message: 'There is no user {id}' },
  payment_not_found: { status: 404, message: 'There is no payment {id}' },
  fault_not_found: { status: 404, message: 'There is no fault {id}' },
  preset_not_found: { status: 404, message: 'There is no preset {id}{advice}' },
  request_not_found: {
    status: 404,
    message:
      'No request {id} is remembered. The mock remembers the newest {limit} requests that were refused or met a fault',
  },
  entry_not_found: { status: 404, message: 'The journal has no entry {id}' },
  not_found: { status: 404, message: 'The mock has no endpoint {method} {path}' },
  method_not_allowed: { status: 405, message: '{path} accepts {allow}, not {method}' },
  already_exists: { status: 409, message: '{what} {id} already exists' },
  limit_reached: {
    status: 409,
    message: 'The mock keeps at most {limit} {what}: reset it to start again',
  },
  too_many_worlds: {
    status: 409,
    message: 'The mock has at most {limit} worlds: drop one with POST /_mock/worlds/NAME/drop',
  },
  default_world: {
    status: 409,
    message: 'The default world cannot be dropped: POST /_mock/reset begins it again',
  },
  clock_too_far_ahead: {
    status: 409,
    message:
      'The clock is {seconds} s ahead of real time, and time never goes back: reset the mock (POST /_mock/reset)',
  },
  snapshot_refused: { status: 409, message: 'The snapshot is refused: {reason}' },
  seed_data_refused: {
    status: 409,
    message: 'The seed data are refused, and nothing of them is added: {reason}',
  },
  not_replayable: { status: 409, message: 'Entry {id} cannot be sent again: {reason}' },
  payment_refused: { status: 409, message: '{reason}' },
  request_too_large: { status: 413, message: 'The body is larger than {limit} bytes' },
  unsupported_media_type: {
    status: 415,
    message: 'Send the body as application/json: a web page must not control the mock',
  },
  too_many_waiting: {
    status: 429,
    message: 'At most {limit} requests can wait at the same time: try again later',
  },
  too_many_streams: {
    status: 429,
    message: 'At most {limit} event streams can be open at the same time: close one first',
  },
  internal_error: { status: 500, message: 'Internal error: see the log of the mock' },
} as const satisfies Record<string, { status: number; message: string }>
export type ControlErrorCode = keyof typeof controlErrors

/** Codes of every operation. */
export const commonControlErrors = [
  'invalid_request',
  'origin_not_allowed',
  'host_not_allowed',
  'world_mismatch',
  'request_too_large',
  'unsupported_media_type',
  'internal_error',
] as const satisfies readonly ControlErrorCode[]
