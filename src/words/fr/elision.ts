// Of a name, as French joins them: "de Nord", "d’Acme".

export const de = (name: string): string => (/^[aeiouàâéèêëîïôöùûüœæ]/i.test(name) ? `d’${name}` : `de ${name}`);
