// What the pages about API keys say, in Spanish.
import type { ApiKeysWords } from "../en/api-keys.ts";

export const apiKeys: ApiKeysWords = {
  title: "Claves de API",
  lead: "Para programas que actúan por usted: tareas, scripts, otros sistemas. Nunca se les pide un segundo paso, así que dé a cada clave solo lo que su programa necesita.",
  leadOfOrganisation:
    "Para programas que actúan por la organización, quienquiera que haya creado la clave. Nunca se les pide un segundo paso, así que dé a cada clave solo lo que su programa necesita.",
  daysHintOfOrganisation: "Como mucho 365.",
  noneTitle: "Todavía no hay claves de API",
  noneText: "Una clave abre la API JSON a un programa, sin navegador y sin segundo paso.",
  make: "Crear clave de API",
  name: "Nombre",
  nameHint: "Para qué sirve, por ejemplo «Exportación nocturna».",
  scopes: "Qué permite",
  days: "Días hasta que termine",
  daysHint:
    "Como mucho 365. También termina cuando cambia su contraseña, cuando pierde un rol y cuando se desactiva su cuenta.",
  end: "Eliminar",
  endKey: (name: string) => `Eliminar la clave ${name}`,
  ended: "La clave se ha eliminado. Ya nada entra con ella.",
  made: (name: string) => `Se creó la clave ${name}`,
  key: "Clave de API",
  once: "Solo se muestra ahora. Póngala donde el programa la encuentre y en ningún otro sitio.",
  done: "Listo",
  lastUsed: "Último uso",
  never: "Nunca",
  until: "Termina",
  allows: "Permite",
  badName: "Dé un nombre de 60 caracteres como máximo, en una línea.",
  badScopes: "Elija al menos una cosa que permita.",
  badDays: "Dé un número entero de días, de 1 a 365.",
  tooMany: "Ya hay 20 claves. Elimine una primero.",
  secondFactorFirst:
    "Configure primero la autenticación en dos pasos: solo crea claves quien acaba de dar un segundo factor.",
  sectionText: "Claves para programas que actúan por usted.",
  manage: "Gestionar claves de API",
  may: {
    "read:me": "Ver su propio perfil",
    "read:people": "Ver personas",
    "write:people": "Añadir y cambiar personas sin rol, desactivarlas y activarlas",
    "read:policy": "Ver la política y los tipos de cuenta",
    "write:policy": "Cambiar la política: esto puede desactivar el inicio de sesión en dos pasos",
    "read:applications": "Ver aplicaciones",
    "write:applications": "Añadir, cambiar y eliminar aplicaciones y crear sus secretos",
    "read:audit": "Ver y descargar el registro de auditoría",
  },
};
