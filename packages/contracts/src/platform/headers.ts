/** Names one request in responses and logs: Pi sends it, and so do the servers here. */
export const REQUEST_ID_HEADER = 'x-request-id'
