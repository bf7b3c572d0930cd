import { webVariables } from '@apiscope/core/env/outer-variables';
import { readVariables } from '@apiscope/core/env/read-variables';

const { API_URL, PUBLIC_URL } = readVariables(webVariables, process.env);

/** Where the API listens when this server runs apart from it; in one process the address is only a name. */
export const apiUrl = API_URL.replace(/\/+$/, '');

/** Where browsers reach Apiscope, as links that are handed to others name it; undefined: not told. */
export const publicOrigin = PUBLIC_URL?.origin;
