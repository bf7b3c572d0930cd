/** Where the API listens when this server runs apart from it; in one process the address is only a name. */
export const apiUrl = (process.env.API_URL ?? 'http://127.0.0.1:3000').replace(/\/+$/, '');
