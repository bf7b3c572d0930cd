import { createContext } from 'react';

/** What the inline scripts of the page that is being rendered carry; undefined in a browser, which has run them. */
export const NonceContext = createContext<string | undefined>(undefined);
