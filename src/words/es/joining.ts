// What the pages say on which people join, or choose another password, in Spanish.
import type { JoiningWords } from "../en/joining.ts";

export const joining: JoiningWords = {
  choose: "Elija una contraseña",
  chooseAnother: "Elija otra contraseña",
  welcome: (organisation) => `Le damos la bienvenida a ${organisation}`,
  joinLead: (name) => `Hola, ${name}. Elija una contraseña para iniciar sesión.`,
  anotherLead: (name) => `Hola, ${name}. Al guardarla se cerrarán todas sus sesiones. Su segundo paso no cambia.`,
  signInAs: "Inicia sesión como",
  newPassword: "Nueva contraseña",
  atLeast: (characters) => `Al menos ${characters} caracteres.`,
  tooShort: (characters) =>
    `Elija una contraseña de al menos ${characters} caracteres. Unas cuantas palabras seguidas son fáciles de recordar.`,
  tooLong: (bytes) => `Elija una contraseña de ${bytes} bytes como máximo.`,
  common: "Esta contraseña está en las listas que los atacantes prueban primero. Elija otra.",
  ownName: "Elija una contraseña que no sea su nombre ni su dirección.",
  forgottenTitle: "¿Ha olvidado su contraseña?",
  forgottenLead: "Le enviaremos un enlace para elegir otra. Su segundo paso no cambia.",
  sendLink: "Enviar enlace",
  typeLogin: "Escriba su nombre de usuario o su dirección de correo.",
  tooManyLinks: (length) => `Se han pedido demasiados enlaces desde aquí. Espere ${length} y vuelva a intentarlo.`,
  askedTitle: "Mire su correo",
  asked: (organisation) =>
    `Si ${organisation} conoce ese nombre o esa dirección, hay un correo con un enlace en camino. El enlace sirve una sola vez, durante una hora.`,
  noLetter: "¿No llega nada en unos minutos? Mire en el correo no deseado o pida un enlace a su administrador.",
  noPost: (organisation) =>
    `${organisation} no envía correos desde aquí. Pregunte a su administrador: puede darle un enlace para elegir otra contraseña.`,
  confirmAddressTitle: "Confirme su dirección de correo",
  confirmAddress: (email, name, organisation) =>
    `${email} pasará a ser la dirección de la cuenta de ${name} en ${organisation}.`,
  confirmAddressButton: "Confirmar esta dirección",
  confirmAddressElse: "¿No lo ha pedido? Entonces cierre esta página: no se cambia nada.",
  confirmedTitle: "Su dirección está confirmada",
  confirmed: (email) => `${email} es desde ahora su dirección de correo.`,
  toProfile: "Ir a su perfil",
};
